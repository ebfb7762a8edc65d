import { BadConfig, isLoopback } from '@kanban/service';
import { variable, webAddress } from '@kanban/service/settings';
import { z } from 'zod';

const RIGHTS = ['may_move', 'may_edit', 'may_administrate', 'may_fast_track'] as const;
type Right = (typeof RIGHTS)[number];

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is not in it does not come in; undefined: everybody of the provider does. */
  readonly requiredGroup: string | undefined;
  /** The claim that lists the groups of a person. */
  readonly groupsClaim: string;
  /** What each group gives. Empty: groups give nothing. */
  readonly groups: ReadonlyMap<string, readonly Right[]>;
}

export const oidcVariables = {
  OIDC_ISSUER: variable(webAddress('https://login.example.com').optional()),
  OIDC_CLIENT_ID: variable(z.string().optional()),
  OIDC_CLIENT_SECRET: variable(z.string().optional()),
  OIDC_REQUIRED_GROUP: variable(z.string().optional()),
  OIDC_GROUPS_CLAIM: variable(z.string().default('groups')),
  OIDC_GROUPS: variable(z.string().optional()),
};

interface Given {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_REQUIRED_GROUP?: string | undefined;
  OIDC_GROUPS_CLAIM: string;
  OIDC_GROUPS?: string | undefined;
}

/** The settings of SIGN_IN=oidc. Throws BadConfig. */
export function readOidcSettings(set: Given): OidcSettings {
  const needed = (name: 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET', example: string) => {
    const value = set[name];
    if (value === undefined)
      throw new BadConfig(`${name} is not set; it looks like ${example}, and SIGN_IN=oidc needs it.`);
    return value;
  };
  const issuer = new URL(needed('OIDC_ISSUER', 'https://login.example.com'));
  if (issuer.protocol !== 'https:' && !isLoopback(issuer.hostname.replace(/^\[|\]$/g, ''))) {
    throw new BadConfig(
      `OIDC_ISSUER is ${issuer.href} but must be an https: address: secrets go there. http: is for this machine.`,
    );
  }
  return {
    issuer,
    clientId: needed('OIDC_CLIENT_ID', 'kanban'),
    clientSecret: needed('OIDC_CLIENT_SECRET', 'what the provider gave you'),
    requiredGroup: set.OIDC_REQUIRED_GROUP,
    groupsClaim: set.OIDC_GROUPS_CLAIM,
    groups: groupsOf(set.OIDC_GROUPS ?? ''),
  };
}

/** `team=may_move+may_edit,leads=may_fast_track` */
function groupsOf(text: string): ReadonlyMap<string, readonly Right[]> {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  return new Map(
    entries.map((entry) => {
      const [, group = '', list = ''] = /^\s*(.+?)\s*=\s*([a-z_+]+)\s*$/.exec(entry) ?? [];
      const rights = list.split('+').filter(isRight);
      if (group === '' || rights.length !== list.split('+').length) {
        throw new BadConfig(
          `OIDC_GROUPS holds ${entry.trim()}: each entry is group=right+right, with rights of ${RIGHTS.join(', ')}.`,
        );
      }
      return [group, rights] as const;
    }),
  );
}

function isRight(text: string): text is Right {
  return (RIGHTS as readonly string[]).includes(text);
}
