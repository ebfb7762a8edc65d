import { isIP } from 'node:net';

/** 127.0.0.0/8, ::1 and localhost. Any other name may resolve to anything. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
