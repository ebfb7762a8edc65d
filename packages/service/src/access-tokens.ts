import { createHash, timingSafeEqual } from 'node:crypto';
import { BadConfig } from './settings.ts';

const SHORTEST_TOKEN = 16;

/** Comma-separated access tokens, as API_TOKENS has them. Throws BadConfig, whose message holds none of them. */
export function accessTokens(name: string, text: string | undefined): readonly string[] {
  const tokens = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const short = tokens.findIndex((token) => token.length < SHORTEST_TOKEN);
  if (short >= 0) {
    throw new BadConfig(`${name}: token ${short + 1} is shorter than ${SHORTEST_TOKEN} characters.`);
  }
  const spaced = tokens.findIndex((token) => /[^\x21-\x7e]/.test(token));
  if (spaced >= 0) {
    throw new BadConfig(`${name}: token ${spaced + 1} holds more than ASCII letters, digits and signs.`);
  }
  return Object.freeze(tokens);
}

/**
 * Whether a text is one of the tokens. Hashes are compared, all of them each time, so that the time taken tells neither
 * length nor content nor place of a token; a rolled token can be accepted beside its successor.
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
