import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies } from './install-dependencies.mjs';
import { makeState, NODE24, ROOT, STATE } from './paths.mjs';

/*
 * npm run kanban -- COMMAND   the `kanban` command on the servers that `npm start` runs (.kanban/services.json),
 *                             unless DATABASE_URL, REDIS_URL or SMTP_URL say otherwise. Files are named from
 *                             the folder npm was called in.
 */
await installDependencies({ log: (text) => console.error(text) });

const child = spawn(NODE24, [join(ROOT, 'apps/cli/src/main.ts'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  // What one run compiled, the next ones need not.
  env: { NODE_COMPILE_CACHE: join(makeState(), 'compiled'), ...runningServices(), ...process.env },
  stdio: 'inherit',
});
// Ctrl-C reaches the command too; how it ends is its own decision.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
}
child.once('error', (error) => {
  console.error(`Node 24 could not be run: ${error.message}`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

function runningServices() {
  const file = join(STATE, 'services.json');
  if (!existsSync(file)) return {};
  const { databaseUrl, redisUrl, smtpUrl, apiUrl } = JSON.parse(readFileSync(file, 'utf8'));
  return { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SMTP_URL: smtpUrl, API_URL: apiUrl };
}
