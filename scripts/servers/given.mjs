import { connect } from 'node:net';
import { firstBytes } from './until.mjs';

/**
 * The address in the environment variable `name`, or undefined when it is not set. Throws a sentence that
 * names the variable when it is no address of that kind or nobody answers there; never shows its password.
 * @param {string} name
 * @param {readonly string[]} protocols
 * @param {number} defaultPort
 */
export async function givenAddress(name, protocols, defaultPort) {
  const text = process.env[name];
  if (!text) return undefined;
  const example = `${protocols[0]}//${name === 'DATABASE_URL' ? 'user:password@' : ''}host:${defaultPort}`;
  if (!URL.canParse(text)) throw new Error(`${name} is not an address of the form ${example}.`);
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) {
    throw new Error(
      `${name} starts with ${url.protocol}// but must start with ${protocols.join('// or ')}//.`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || defaultPort);
  const problem = await connectionProblem(host, port);
  if (problem) throw new Error(`${name} names ${host}:${port}, where nobody answers (${problem}).`);
  return text;
}

/**
 * 'mariadb' or 'mysql', by the version in the greeting of the server at `url`.
 * @param {string} url
 */
export async function givenFlavour(url) {
  const { hostname, port } = new URL(url);
  const greeting = await firstBytes(Number(port || 3306), { host: hostname.replace(/^\[|\]$/g, '') });
  return /mariadb/i.test(String(greeting)) ? 'mariadb' : 'mysql';
}

/** @param {string} host @param {number} port @returns {Promise<string | undefined>} */
function connectionProblem(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    /** @param {string} [problem] */
    const end = (problem) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(5_000, () => end('no answer within 5 s'));
    socket.once('connect', () => end(undefined));
    socket.once('error', (/** @type {NodeJS.ErrnoException} */ error) => end(error.code ?? error.message));
  });
}
