import { join } from 'node:path';
import { DASHBOARD_DIST } from '../build-dashboard.mjs';
import { NODE24, ROOT } from '../paths.mjs';
import { freePort } from '../servers/free-port.mjs';
import { launch } from '../servers/launch.mjs';
import { readableLine } from './readable-line.mjs';

/**
 * @typedef {object} App A program of this repository that `npm start` runs.
 * @property {string} name
 * @property {string} file From the root of the checkout.
 * @property {readonly string[]} [args]
 * @property {NodeJS.ProcessEnv} [env] Beside that of this process.
 * @property {string} [health] Where it tells whether it does its work.
 *
 * @typedef {object} Addresses What services.json says.
 * @property {string} databaseUrl
 * @property {string} redisUrl
 * @property {string} smtpUrl
 * @property {string} apiUrl
 * @property {string} dashboardUrl
 * @property {string | undefined} mailboxUrl
 */

/**
 * The `launch` of a program of this repository, its output prefixed with its name; what it starts also has
 * `lastLine()`, which of a program that refuses to run is the reason.
 * @param {{ runDir: string, say: (name: string, text: string) => void }} options
 */
export function appStarter({ runDir, say }) {
  /** @param {App} app */
  return ({ name, file, args = [], env }) => {
    return async () => {
      let last = '';
      const child = launch({
        name,
        runDir,
        command: [NODE24, join(ROOT, file), ...args],
        cwd: ROOT,
        env: { ...process.env, ...env },
        onLine: (line) => {
          last = readableLine(line);
          say(name, last);
        },
      });
      return { ...child, lastLine: () => last };
    };
  };
}

/**
 * What runs beside the servers, each with its own login.
 * @param {{ addresses: Addresses, host?: string, logins: Readonly<Record<string, string>>, live: boolean }} options
 * @returns {Promise<App[]>}
 */
export async function appsFor({ addresses, host, logins, live }) {
  const { hostname, port } = new URL(addresses.apiUrl);
  const apiPort = await freePort(8090);
  const boardPort = await freePort(8082);
  const relayPort = await freePort(9464);
  const notifierPort = await freePort(9465);
  const healthAt = (/** @type {number} */ at, path = '/health/live') => `http://127.0.0.1:${at}${path}`;
  const { redisUrl: REDIS_URL, smtpUrl: SMTP_URL, apiUrl: API_URL } = addresses;
  const apps = [
    {
      name: 'api',
      file: 'apps/metrics-api/src/main.ts',
      // A line a request is for those who ask for it.
      env: {
        DATABASE_URL: logins.reader,
        // Behind one-origin.mjs, which alone may be reached from elsewhere.
        HOST: '127.0.0.1',
        PORT: String(apiPort),
        DASHBOARD_DIR: DASHBOARD_DIST,
        API_URL,
        LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
      },
    },
    {
      name: 'board',
      file: 'apps/board-api/src/main.ts',
      health: healthAt(boardPort, '/board/health/live'),
      env: {
        DATABASE_URL: logins.board,
        HOST: '127.0.0.1',
        BOARD_PORT: String(boardPort),
        // A proxy that is to be trusted would be hidden behind one-origin.mjs: docs/running.md runs the services without it.
        SIGN_IN: 'local',
        LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
      },
    },
    {
      name: 'front',
      file: 'scripts/start/one-origin.mjs',
      args: [host ?? hostname, port, String(apiPort), String(boardPort)],
    },
    {
      name: 'relay',
      file: 'apps/relay/src/main.ts',
      health: healthAt(relayPort),
      env: { METRICS_PORT: String(relayPort), DATABASE_URL: logins.relay, REDIS_URL, API_URL },
    },
    {
      name: 'notifier',
      file: 'apps/notifier/src/main.ts',
      health: healthAt(notifierPort),
      env: {
        METRICS_PORT: String(notifierPort),
        DATABASE_URL: logins.notifier,
        REDIS_URL,
        SMTP_URL,
        API_URL,
        API_TOKEN: tokenOfApi(),
      },
    },
    {
      name: 'keeper',
      file: 'apps/cli/src/main.ts',
      args: ['housekeeping', '--every', '60s'],
      env: { DATABASE_URL: logins.housekeeper },
    },
  ];
  const mover = {
    name: 'simulate',
    file: 'apps/cli/src/main.ts',
    args: ['simulate', '--live'],
    env: { DATABASE_URL: logins.mover },
  };
  return live ? [...apps, mover] : apps;
}

/** One that the API takes, for the reports that the notifier asks it for; undefined: it asks for none. */
function tokenOfApi() {
  return process.env.API_TOKEN || process.env.API_TOKENS?.split(',')[0]?.trim() || undefined;
}

/**
 * The local mailbox: `{ smtpUrl, mailboxUrl, app }` on free ports.
 * @param {string} folder
 */
export async function mailboxApp(folder) {
  const smtpPort = await freePort(2525);
  const webPort = await freePort(8025);
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    mailboxUrl: `http://127.0.0.1:${webPort}`,
    app: {
      name: 'mailbox',
      file: 'scripts/mailbox/main.mjs',
      args: [join(folder, 'mailbox'), String(smtpPort), String(webPort)],
    },
  };
}
