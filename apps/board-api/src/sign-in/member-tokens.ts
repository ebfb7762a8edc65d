import { accessTokens, tokenCheck } from '@kanban/service';
import { z } from 'zod';

/** A program's token, and the member it acts as. */
export interface MemberToken {
  readonly member: string;
  readonly token: string;
}

/** BOARD_TOKENS, `member:token,member:token`. Error messages never contain a token. */
export const memberTokens = z
  .string()
  .default('')
  .transform((text, context): readonly MemberToken[] => {
    const parts = text.split(',').map((part) => part.trim());
    const pairs = parts.filter((part) => part !== '').map((part) => part.split(/:([^:]*)$/));
    const place = pairs.findIndex(([member = '', token = '']) => member === '' || token === '');
    if (place >= 0) {
      context.addIssue({ code: 'custom', message: `: entry ${place + 1} is not of the form member:token.` });
      return z.NEVER;
    }
    const checked = accessTokens.safeParse(pairs.map(([, token]) => token).join(','));
    if (!checked.success) {
      context.addIssue({ code: 'custom', message: checked.error.issues[0]?.message ?? '' });
      return z.NEVER;
    }
    return pairs.map(([member = '', token = '']) => ({ member, token }));
  });

/** The member whose token was given; undefined: none of them. */
export function memberOfToken(tokens: readonly MemberToken[]): (given: string) => string | undefined {
  const checks = tokens.map(({ member, token }) => ({ member, isIt: tokenCheck([token]) }));
  // All are compared each time, so that the time tells nothing.
  return (given) =>
    checks.map(({ member, isIt }) => (isIt(given) ? member : undefined)).find((each) => each !== undefined);
}
