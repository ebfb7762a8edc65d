import { exitCodes } from './failure.ts';
import { run } from './run.ts';

/**
 * Ends everything that ignores the signal until then; the server rolls back open transactions. The service of a canary
 * has ten seconds.
 */
const longestStopMs = process.argv[2] === 'canary' ? 12_000 : 3_000;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The second one ends the process at once.
  process.once(signal, () => {
    stopping.abort(signal);
    setTimeout(() => process.exit(exitCodes.stopped), longestStopMs).unref();
  });
}
// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  signal: stopping.signal,
});
