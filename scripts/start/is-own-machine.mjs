import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/**
 * Whether the peer of a socket is this machine, by its loopback; ::ffff:127.0.0.1 too, as sockets for both families have it.
 * @param {string | undefined} address
 */
export function isOwnMachine(address = '') {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
