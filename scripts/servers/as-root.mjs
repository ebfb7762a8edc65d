import { spawnSync } from 'node:child_process';
import { findBinary } from './find-binary.mjs';

/** Both servers refuse to run as root unless told by name. */
export function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** What makes a command line run as root: nothing for root itself, sudo where it asks for no password, else undefined. */
export function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = findBinary('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true']).status === 0 ? [sudo, '-n'] : undefined;
}
