import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const SHORTEST_TOKEN = 16;

/**
 * Parses comma-separated access tokens, as in API_TOKENS; an empty list if there are none. Error messages never contain
 * a token.
 */
export const accessTokens = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .superRefine((tokens, context) => {
    const refuse = (place: number, why: string) =>
      context.addIssue({ code: 'custom', message: `: token ${place + 1} ${why}.` });
    const short = tokens.findIndex((token) => token.length < SHORTEST_TOKEN);
    if (short >= 0) return refuse(short, `is shorter than ${SHORTEST_TOKEN} characters`);
    const spaced = tokens.findIndex((token) => /[^\x21-\x7e]/.test(token));
    if (spaced >= 0) refuse(spaced, 'holds more than ASCII letters, digits and signs');
  })
  .transform((tokens): readonly string[] => Object.freeze(tokens));

/**
 * Whether a text is one of the tokens. Compares hashes with all tokens each time, so the time reveals neither length
 * nor content nor position. During a rotation the old and the new token are both accepted.
 */
export function tokenCheck(tokens: readonly string[]): (given: string) => boolean {
  const digests = tokens.map(digest);
  return (given) => {
    const givenDigest = digest(given);
    const matches = digests.filter((known) => timingSafeEqual(known, givenDigest)).length;
    return given !== '' && matches > 0;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
