import { join } from 'node:path';
import { installDependencies } from './install-dependencies.mjs';
import { NODE24, ROOT, STATE } from './paths.mjs';
import { run, stopCommands } from './run.mjs';
import { startTestServers } from './servers/test-servers.mjs';
import { whenStopped } from './when-stopped.mjs';

/*
 * npm run bench -- ARGUMENTS   bench/main.ts on new, private servers with the guarantees of real ones
 */
const folder = join(STATE, 'bench');
const file = join(folder, 'servers.json');
/** @param {string} text */
const log = (text) => console.error(text);
whenStopped((signal) => {
  stopCommands(signal);
  setTimeout(() => stopCommands('SIGKILL'), 5_000).unref();
});

try {
  await installDependencies({ log });
  const servers = await startTestServers({ folder, file, log, careful: true });
  for (const sentence of servers.missing) log(sentence);
  try {
    const command = [NODE24, join(ROOT, 'bench/main.ts'), ...process.argv.slice(2)];
    process.exitCode = await run(command, { env: { KANBAN_TEST_SERVERS: file } });
  } finally {
    await servers.stop();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
process.exit();
