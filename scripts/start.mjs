import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDashboard } from './build-dashboard.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { makeState, ROOT, STATE } from './paths.mjs';
import { isFree } from './servers/free-port.mjs';
import { givenAddress } from './servers/given.mjs';
import { provideServers } from './servers/provide.mjs';
import { isSoon } from './servers/until.mjs';
import { appStarter, appsFor, mailboxApp } from './start/apps.mjs';
import { askDatabase } from './start/ask-database.mjs';
import { checkSettings, tokensOf } from './start/check-settings.mjs';
import { claimCheckout } from './start/claim-checkout.mjs';
import { dashboardApp, onChange, restartOnChange, sourcesOf } from './start/dev.mjs';
import { createLogins } from './start/logins.mjs';
import { prepareDatabase } from './start/prepare-database.mjs';
import { stopAll } from './start/stop-all.mjs';
import { supervise } from './start/supervise.mjs';
import { whereToLook } from './start/where-to-look.mjs';
import { whenStopped } from './when-stopped.mjs';

/** @import { App } from './start/apps.mjs' */

const usage = `npm start                 all the set-up, then everything in the foreground until Ctrl-C
npm start -- --live       and cards keep moving by themselves
npm start -- --no-sample  without the sample data of the first run
npm run dev               npm start -- --watch: restarts, migrates and reloads what a change touches

PORT, HOST, DATABASE_URL, REDIS_URL, SMTP_URL and others: docs/settings.md`;
const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
  process.exit();
}
const isDev = args.includes('--watch');
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 8080);
const runDir = join(STATE, 'run');
const servicesFile = join(STATE, 'services.json');
const stopping = new AbortController();

/** @param {string} name @param {string} text */
const say = (name, text) => console.log(`${name.padEnd(8)} | ${text}`);
/** @param {string} text */
const log = (text) => console.log(text);

const interrupted = new Promise((_, reject) => {
  whenStopped((signal) => {
    log('\nStopping ...');
    stopping.abort();
    reject(Object.assign(new Error(`Stopped by ${signal}.`), { isStop: true }));
  });
});

/** @type {(() => void) | undefined} */
let release;
let stopContainers = async () => {};
try {
  await Promise.race([main(), interrupted]);
} catch (error) {
  if (!error.isStop) console.error(`\n${error.message}`);
  process.exitCode = error.isStop ? 0 : 1;
}
if (release) {
  stopping.abort();
  rmSync(servicesFile, { force: true });
  await stopAll();
  await stopContainers();
  release();
  if (process.exitCode === 0) log('Everything is stopped; the data is kept.');
}
process.exit();

async function main() {
  checkArguments();
  checkSettings(process.env);
  makeState();
  release = await claimCheckout(runDir, { log });
  await checkPort();
  log('Starting the servers ...');
  const smtpGiven = await givenAddress('SMTP_URL', ['smtp:', 'smtps:'], 25);

  const [{ database, redis, ...more }] = await Promise.all([
    provideServers({ folder: STATE, log }),
    installDependencies({ log }),
  ]);
  stopContainers = more.stopContainers ?? stopContainers;
  for (const [name, server] of Object.entries({ database, redis })) {
    if (server.ours) supervise({ name, ...server.ours, log, signal: stopping.signal });
  }
  /** @type {{ smtpUrl: string, mailboxUrl?: string, app?: App }} */
  const mailbox = smtpGiven ? { smtpUrl: smtpGiven } : await mailboxApp(STATE);
  await Promise.all([
    buildDashboard({ log }),
    prepareDatabase({ database, sample: !args.includes('--no-sample'), log }),
  ]);
  const logins = await createLogins({ database, folder: STATE, log });

  const apiUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  const dashboard = isDev ? await dashboardApp(apiUrl) : { dashboardUrl: apiUrl, app: undefined };
  const addresses = {
    databaseUrl: database.url,
    redisUrl: redis.url,
    smtpUrl: mailbox.smtpUrl,
    apiUrl,
    dashboardUrl: dashboard.dashboardUrl,
    mailboxUrl: mailbox.mailboxUrl,
  };
  log('Starting the services ...');
  const services = await appsFor({ addresses, host, logins, live: args.includes('--live') });
  const apps = [...(mailbox.app ? [mailbox.app] : []), ...services];
  await startApps(dashboard.app ? [...apps, dashboard.app] : apps, apiUrl);
  if (isDev) migrateOnChange(database);
  // The administrator's address may hold a password: for this user only.
  rmSync(servicesFile, { force: true });
  writeFileSync(servicesFile, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
  log(whereToLook({ addresses, move: await askDatabase('example-move', database.url) }));
  await interrupted;
}

/**
 * Resolves when the API is ready; throws when an app ends before that.
 * @param {readonly App[]} apps
 * @param {string} apiUrl
 */
async function startApps(apps, apiUrl) {
  const starter = appStarter({ runDir, say });
  const started = await Promise.all(
    apps.map(async (app) => {
      const start = starter(app);
      return { name: app.name, file: app.file, health: app.health, start, child: await start() };
    }),
  );
  const ended = () => started.find(({ child }) => !child.running());
  const ready = async () =>
    ended() || ((await answers(`${apiUrl}/health/ready`)) && (await answers(`${apiUrl}/board/health/ready`)));
  if (!(await isSoon(ready, 60_000, 50)))
    throw new Error('The APIs did not become ready within 60 s; see above.');
  const dead = ended();
  if (dead) throw new Error(`${dead.name} ended while starting: ${dead.child.lastLine()}`);
  for (const one of started) {
    const { signal } = stopping;
    // Vite looks for changes itself.
    if (isDev && one.name !== 'vite') restartOnChange({ ...one, sources: sourcesOf(one.file), log, signal });
    else supervise({ ...one, log, signal });
  }
}

/**
 * Brings the database up to date after each change of its SQL.
 * @param {Parameters<typeof prepareDatabase>[0]['database']} database
 */
function migrateOnChange(database) {
  onChange([join(ROOT, 'sql')], {
    apply: async () => {
      log('sql/ has changed: migrating ...');
      await prepareDatabase({ database, sample: false, log });
      log('Migrated.');
    },
    log,
    signal: stopping.signal,
  });
}

/** @param {string} url */
async function answers(url) {
  const [token] = tokensOf(process.env);
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  try {
    return (await fetch(url, { headers, signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function checkArguments() {
  const known = ['--live', '--no-sample', '--watch'];
  const unknown = args.find((argument) => !known.includes(argument));
  if (unknown) throw new Error(`npm start does not know ${unknown}; it knows ${known.join(', ')}.`);
}

async function checkPort() {
  if (await isFree(port, host)) return;
  throw new Error(
    `Port ${port} of ${host} (PORT) is taken by another program. Stop that one, or choose another port: ` +
      `PORT=${port + 1} npm start`,
  );
}
