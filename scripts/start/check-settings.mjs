import { isIP } from 'node:net';

const SHORTEST_TOKEN = 16;

/**
 * Throws a sentence for a setting of the API that it would refuse (apps/metrics-api/src/config.ts), before anything is
 * started: told by the API it would come late and among the lines of the others. Nothing is installed yet, so the rules
 * stand here too; the test holds one against the other.
 * @param {NodeJS.ProcessEnv} env
 */
export function checkSettings(env) {
  const port = Number(env.PORT || 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT is ${env.PORT} but must be a whole number from 1 to 65535.`);
  }
  const tokens = tokensOf(env);
  const short = tokens.findIndex((token) => token.length < SHORTEST_TOKEN);
  if (short >= 0) {
    throw new Error(`API_TOKENS: token ${short + 1} is shorter than ${SHORTEST_TOKEN} characters.`);
  }
  const spaced = tokens.findIndex((token) => /[^\x21-\x7e]/.test(token));
  if (spaced >= 0) {
    throw new Error(`API_TOKENS: token ${spaced + 1} holds more than ASCII letters, digits and signs.`);
  }
  const host = env.HOST || '127.0.0.1';
  if (!isLoopback(host) && tokens.length === 0) {
    throw new Error(
      `HOST is ${host}, which other machines reach: set API_TOKENS (comma separated, each of ${SHORTEST_TOKEN} characters ` +
        'or more), or leave HOST out to listen on 127.0.0.1 only.',
    );
  }
}

/**
 * The tokens the API accepts; none = it asks for none.
 * @param {NodeJS.ProcessEnv} env
 */
export function tokensOf(env) {
  return (env.API_TOKENS ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
}

/** @param {string} host */
function isLoopback(host) {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
