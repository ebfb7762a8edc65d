import { BlockList, isIP } from 'node:net';
import { BadConfig } from '@kanban/service';
import { variable } from '@kanban/service/settings';
import { z } from 'zod';

export interface HeaderSettings {
  /** In small letters, as Node gives names of headers. */
  readonly userHeader: string;
  /** Whose connections are believed. */
  readonly trustedProxies: BlockList;
  /** What SECRET_HEADER must hold; undefined: the address is enough. */
  readonly secret: string | undefined;
}

/** In which a proxy sends TRUSTED_PROXY_SECRET. */
export const SECRET_HEADER = 'x-kanban-proxy-secret';

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header, such as Remote-User')
  .refine(
    (name) => !/^(?:host|cookie|authorization|origin|forwarded|x-forwarded-for|x-real-ip|via)$/i.test(name),
    'must be a header that the proxy alone sets for the user',
  );

export const headerVariables = {
  TRUSTED_USER_HEADER: variable(headerName.optional()),
  TRUSTED_PROXIES: variable(z.string().optional()),
  TRUSTED_PROXY_SECRET: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, ': must be 16 or more ASCII letters, digits and signs.')
      .optional(),
  ),
};

interface Given {
  TRUSTED_USER_HEADER?: string | undefined;
  TRUSTED_PROXIES?: string | undefined;
  TRUSTED_PROXY_SECRET?: string | undefined;
}

/** The settings of SIGN_IN=header, none of which has a default. Throws BadConfig. */
export function readHeaderSettings(set: Given): HeaderSettings {
  if (set.TRUSTED_USER_HEADER === undefined) {
    throw new BadConfig(
      'TRUSTED_USER_HEADER is not set; it looks like Remote-User, and SIGN_IN=header needs it.',
    );
  }
  if (set.TRUSTED_PROXIES === undefined) {
    throw new BadConfig(
      'TRUSTED_PROXIES is not set; it looks like 10.0.0.5,192.168.7.0/24,fd00::/8, and SIGN_IN=header needs it.',
    );
  }
  return {
    userHeader: set.TRUSTED_USER_HEADER.toLowerCase(),
    trustedProxies: proxiesOf(set.TRUSTED_PROXIES),
    secret: set.TRUSTED_PROXY_SECRET,
  };
}

function proxiesOf(text: string): BlockList {
  const list = new BlockList();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [address = '', bits] = part.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw new BadConfig(
        `TRUSTED_PROXIES holds ${part || 'an empty entry'}: it takes addresses and networks such as 10.0.0.0/8.`,
      );
    }
    if (bits !== undefined && isEverybody(address, Number(bits))) {
      throw new BadConfig(`TRUSTED_PROXIES holds ${part}, which is everybody: name the proxies.`);
    }
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}

/** All of IPv4 has a second spelling, ::ffff:0:0/96. */
function isEverybody(address: string, bits: number): boolean {
  return bits === 0 || (bits <= 96 && /^(?:0*:){2,5}ffff:/i.test(address));
}

/** Whether a peer is one of the proxies; an IPv4 address counts in both spellings. */
export function isTrusted(proxies: BlockList, peer: string | undefined): boolean {
  const address = peer?.replace(/%.*$/, '') ?? '';
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
