import type { Command } from 'commander';
import { durationMs } from '../arguments/numbers.ts';
import { isLive } from '../canary/is-live.ts';
import { supervise } from '../canary/supervise.ts';
import { httpAddress } from '../config.ts';
import type { Context } from '../context.ts';
import { Refused, UsageError } from '../failure.ts';

/** Time for one answer, without a command. */
const ANSWER_WITHIN_MS = 5_000;

interface Options {
  readonly url: readonly string[];
  readonly every: number;
  readonly patience: number;
  readonly startWithin: number;
}

/** `kanban canary`: checks services; with a command, runs a service and restarts it when it is silent. */
export function addCanary(program: Command, context: Context): void {
  program
    .command('canary')
    .description(
      'ask services whether they work; with a command, run a service and restart it if it does not',
    )
    .requiredOption(
      '--url <address>',
      'URL of /health/live on the METRICS_PORT of a service; may be repeated',
      addresses,
    )
    .option('--every <duration>', 'with a command: pause between two checks', durationMs, 5_000)
    .option(
      '--patience <duration>',
      'with a command: time without a good answer before a restart',
      durationMs,
      30_000,
    )
    .option('--start-within <duration>', 'with a command: time for its first good answer', durationMs, 90_000)
    .argument('[command...]', 'after --: the service, with its arguments')
    .addHelpText(
      'after',
      `
A notifier fails the check if jobs wait and it has done nothing for SILENT_AFTER_MS, a relay if one of its loops hangs. A process
that hangs or is stopped does not answer. With a command, the canary starts the service and passes SIGTERM on to it. It stops a
silent service (and kills it after ten seconds), then starts it again. If the service ends by itself, the canary ends with the
same exit code. Under systemd, WatchdogSec does the same (docs/running.md).
Exit codes without a command: 0 all work; 1 at least one is silent.

Examples:
  kanban canary --url http://127.0.0.1:9464/health/live --url http://127.0.0.1:9465/health/live
  kanban canary --url http://127.0.0.1:9464/health/live -- node apps/notifier/src/main.ts`,
    )
    .action(async (command: string[], options: Options) => {
      const { url: urls, every: everyMs, patience: patienceMs, startWithin: startWithinMs } = options;
      if (command.length === 0) return check(urls, context);
      const [url, ...more] = urls;
      if (url === undefined || more.length > 0) throw new UsageError('A command has one --url.');
      const { signal, say } = context;
      const code = await supervise({ command, url, everyMs, patienceMs, startWithinMs, signal, say });
      if (code !== 0) throw new Refused(`It ended with code ${code}.`);
    });
}

async function check(urls: readonly string[], context: Context): Promise<void> {
  const answers = await Promise.all(
    urls.map(async (url) => ({ url, live: await isLive(url, ANSWER_WITHIN_MS) })),
  );
  for (const { url, live } of answers) context.print(`${live ? 'live  ' : 'silent'}  ${url}`);
  const silent = answers.filter(({ live }) => !live).length;
  if (silent > 0) throw new Refused(`${silent} of ${answers.length} silent.`);
}

function addresses(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), httpAddress(text, '--url')];
}
