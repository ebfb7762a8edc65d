import { join } from 'node:path';
import { installDependencies } from './install-dependencies.mjs';
import { NODE24, ROOT } from './paths.mjs';
import { run, stopCommands } from './run.mjs';
import { whenStopped } from './when-stopped.mjs';

/*
 * npm run chaos -- ARGUMENTS   chaos/main.ts, which starts its own servers and breaks them (docs/faults.md)
 */
whenStopped((signal) => {
  stopCommands(signal);
  setTimeout(() => stopCommands('SIGKILL'), 15_000).unref();
});

try {
  await installDependencies({ log: (text) => console.error(text) });
  process.exitCode = await run([NODE24, join(ROOT, 'chaos/main.ts'), ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
process.exit();
