import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDashboard } from './build-dashboard.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { makeState, NODE24, ROOT, STATE } from './paths.mjs';
import { run, stopCommands } from './run.mjs';
import { startTestServers } from './servers/test-servers.mjs';
import { whenStopped } from './when-stopped.mjs';

/** @typedef {Awaited<ReturnType<typeof startTestServers>>} Servers */

/*
 * npm test                     all the set-up, formatting, lint, types, then every test
 * npm test -- ARGUMENTS        the same with arguments for vitest (a file, -t NAME, --changed)
 * npm test -- --servers-only   only the servers, until Ctrl-C; `npx vitest` in another terminal uses them
 */

/** @param {string} text */
const log = (text) => console.log(text);
const args = process.argv.slice(2);
const serversOnly = args.includes('--servers-only');

let stopped = false;
/** @type {Promise<void>} */
const interrupted = new Promise((resolve) => {
  whenStopped((signal) => {
    stopped = true;
    stopCommands(signal);
    setTimeout(() => stopCommands('SIGKILL'), 5_000).unref();
    resolve();
  });
});

// Servers kept for development and those of a test run do not get in each other's way.
const folder = join(STATE, serversOnly ? 'test-dev' : 'test');
const file = join(STATE, serversOnly ? 'test-servers.json' : 'test/servers.json');
const resultsFile = join(STATE, 'test/results.json');

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
process.exit();

async function main() {
  makeState();
  const servers = await both(
    startTestServers({ folder, file, log }),
    serversOnly || installDependencies({ log }),
  );
  try {
    if (serversOnly) {
      print(servers);
      await interrupted;
      return 0;
    }
    return await runTests(servers);
  } finally {
    await servers.stop();
  }
}

/**
 * Waits for both, and stops the servers if what runs beside them fails.
 * @param {Promise<Servers>} serversStart
 * @param {unknown} other
 */
async function both(serversStart, other) {
  const [started, beside] = await Promise.allSettled([serversStart, other]);
  if (started.status === 'rejected') throw started.reason;
  if (beside.status === 'rejected') {
    await started.value.stop();
    throw beside.reason;
  }
  return started.value;
}

/** @param {Servers} servers */
async function runTests(servers) {
  const turbo = [
    join(ROOT, 'node_modules/.bin/turbo'),
    'run',
    'lint',
    'unused',
    'types',
    '--output-logs=errors-only',
    '--continue',
  ];
  const verified = stopped ? 1 : await run(turbo, { env: { TURBO_TELEMETRY_DISABLED: '1' } });
  const built = stopped ? 1 : await buildDashboard({ log }).then(() => 0, said);

  rmSync(resultsFile, { force: true });
  mkdirSync(join(makeState(), 'test'), { recursive: true });
  const vitest = [
    NODE24,
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project=unit',
    '--project=db',
  ];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
  // Tests start hundreds of programs: what one compiled, the next ones need not.
  const env = { KANBAN_TEST_SERVERS: file, NODE_COMPILE_CACHE: join(STATE, 'compiled') };
  const tested = stopped ? 1 : await run([...vitest, ...reporters, ...args], { env });

  for (const sentence of servers.missing) log(sentence);
  if (verified !== 0) log('Formatting, lint or types are not in order; see above.');
  if (built !== 0) log('The dashboard could not be built; see above.');
  log(summary());
  return verified || built || tested;
}

/** @param {Error} error */
function said(error) {
  console.error(error.message);
  return 1;
}

/** `N passed, N failed, N skipped`; a test file that could not even be loaded counts as one failed test. */
function summary() {
  try {
    /** @type {import('vitest/node').JsonTestResults} */
    const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results;
    const broken = testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
    });
    const failed = numFailedTests + broken.length;
    return `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`;
  } catch {
    return 'The tests did not run to their end: 0 passed, 1 failed, 0 skipped';
  }
}

/** @param {Servers} servers */
function print({ servers, redisUrl, missing }) {
  for (const sentence of missing) log(sentence);
  for (const { name, adminUrl } of servers) log(`${name.padEnd(12)} ${adminUrl}`);
  log(`redis        ${redisUrl}\nWritten to ${file}. Ctrl-C stops them.`);
}
