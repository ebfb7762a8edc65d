import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that the URL's host is or resolves to, and that nothing may be sent to. */
export class PrivateAddress extends Error {
  constructor(host: string, address: string) {
    const where = host === address ? host : `${host}, which is ${address},`;
    super(`${where} is not in the public internet; ALLOW_PRIVATE_ENDPOINTS=true allows it`);
  }
}

/**
 * Whether an address belongs to the public internet: no loopback, private, link-local (cloud metadata), shared, multicast or
 * reserved network, and no IPv6 address that stands for an IPv4 one by translation or tunnel. IPv4-mapped ones are judged as
 * what they stand for.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // 2000::/3 is all that is given out; it leaves ::127.0.0.1 out, among others.
  return address.kind() === 'ipv4' || address.match(ipaddr.parseCIDR('2000::/3'));
}

/** Throws PrivateAddress when the host of a URL is an address, in whatever writing, and not public. */
export function checkLiteral(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddress(host, host);
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for `net.connect` that gives public addresses only. The connection is made to the very addresses that were judged:
 * the name is not resolved a second time, so a name server that answers differently then (DNS rebinding) gains nothing. One
 * private address among public ones refuses the name, as no honest name has both.
 */
export function createPublicLookup(resolve: Resolve = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error(`${host} has no address`), '', 0);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) return done(new PrivateAddress(host, refused.address), '', 0);
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
