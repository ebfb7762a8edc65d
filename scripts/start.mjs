import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDashboard } from './build-dashboard.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { STATE } from './paths.mjs';
import { isFree } from './servers/free-port.mjs';
import { givenAddress } from './servers/given.mjs';
import { provideServers } from './servers/provide.mjs';
import { until } from './servers/until.mjs';
import { appStarter, appsFor, mailboxApp } from './start/apps.mjs';
import { askDatabase } from './start/ask-database.mjs';
import { checkSettings, tokensOf } from './start/check-settings.mjs';
import { claimCheckout } from './start/claim-checkout.mjs';
import { createLogins } from './start/logins.mjs';
import { prepareDatabase } from './start/prepare-database.mjs';
import { stopAll } from './start/stop-all.mjs';
import { supervise } from './start/supervise.mjs';
import { whereToLook } from './start/where-to-look.mjs';
import { whenStopped } from './when-stopped.mjs';

/*
 * npm start                 all the set-up, then everything in the foreground until Ctrl-C
 * npm start -- --live       and cards keep moving by themselves
 * npm start -- --no-sample  without the sample data of the first run
 */
const args = process.argv.slice(2);
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 8080);
const runDir = join(STATE, 'run');
const servicesFile = join(STATE, 'services.json');
const stopping = new AbortController();

const say = (name, text) => console.log(`${name.padEnd(8)} | ${text}`);
const log = (text) => console.log(text);

const interrupted = new Promise((_, reject) => {
  whenStopped((signal) => {
    log('\nStopping ...');
    stopping.abort();
    reject(Object.assign(new Error(`Stopped by ${signal}.`), { isStop: true }));
  });
});

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
  mkdirSync(STATE, { recursive: true });
  release = await claimCheckout(runDir, { log });
  await checkPort();
  const smtpGiven = await givenAddress('SMTP_URL', ['smtp:', 'smtps:'], 25);

  const [{ database, redis, ...more }] = await Promise.all([
    provideServers({ folder: STATE, log }),
    installDependencies({ log }),
  ]);
  stopContainers = more.stopContainers ?? stopContainers;
  for (const [name, server] of Object.entries({ database, redis })) {
    if (server.child) supervise({ name, ...server, log, signal: stopping.signal });
  }
  const mailbox = smtpGiven ? { smtpUrl: smtpGiven } : await mailboxApp(STATE);
  await Promise.all([
    buildDashboard({ log }),
    prepareDatabase({ database, sample: !args.includes('--no-sample'), log }),
  ]);
  const logins = await createLogins({ database, folder: STATE, log });

  const apiUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  const addresses = {
    databaseUrl: database.url,
    redisUrl: redis.url,
    smtpUrl: mailbox.smtpUrl,
    apiUrl,
    dashboardUrl: apiUrl,
    mailboxUrl: mailbox.mailboxUrl,
  };
  const apps = await appsFor({ addresses, logins, live: args.includes('--live') });
  await startApps([...(mailbox.app ? [mailbox.app] : []), ...apps], apiUrl);
  // The administrator's address may hold a password: for this user only.
  rmSync(servicesFile, { force: true });
  writeFileSync(servicesFile, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
  log(whereToLook({ addresses, move: await askDatabase('example-move', database.url) }));
  await interrupted;
}

/** Resolves when the API is ready; throws when an app ends before that. */
async function startApps(apps, apiUrl) {
  const starter = appStarter({ runDir, say });
  const started = await Promise.all(
    apps.map(async (app) => {
      const start = starter(app);
      return { name: app.name, health: app.health, start, child: await start() };
    }),
  );
  const ended = () => started.find(({ child }) => !child.running());
  const ready = async () => ended() || (await answers(`${apiUrl}/health/ready`));
  if (!(await until(ready, 60_000, 50)))
    throw new Error('The API did not become ready within 60 s; see above.');
  if (ended()) throw new Error(`${ended().name} ended while starting: ${ended().child.lastLine()}`);
  for (const one of started) supervise({ ...one, log, signal: stopping.signal });
}

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
  const known = ['--live', '--no-sample'];
  const unknown = args.find((argument) => !known.includes(argument));
  if (unknown) throw new Error(`npm start does not know ${unknown}; it knows ${known.join(' and ')}.`);
}

async function checkPort() {
  if (await isFree(port, host)) return;
  throw new Error(
    `Port ${port} of ${host} (PORT) is taken by another program. Stop that one, or choose another port: ` +
      `PORT=${port + 1} npm start`,
  );
}
