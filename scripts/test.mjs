import { join } from 'node:path';
import { STATE } from './paths.mjs';
import { startTestServers } from './servers/test-servers.mjs';

const log = (text) => console.log(text);
if (process.argv.includes('--servers-only')) await serversOnly();

/** For development: `npm test -- --servers-only`, and `npx vitest` in another terminal. */
async function serversOnly() {
  const file = join(STATE, 'test-servers.json');
  const servers = await startTestServers({ folder: join(STATE, 'test-dev'), file, log });
  for (const sentence of servers.missing) log(sentence);
  for (const { name, adminUrl } of servers.servers) log(`${name.padEnd(8)} ${adminUrl}`);
  log(`redis    ${servers.redisUrl}\nWritten to ${file}. Ctrl-C stops them.`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
    // A pending promise alone does not keep a process alive.
    setInterval(() => {}, 1 << 30);
  });
  await servers.stop();
  process.exit(0);
}
