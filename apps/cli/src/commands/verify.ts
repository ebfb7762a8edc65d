import type { Command } from 'commander';
import { numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { checks } from '../verify/checks.ts';
import { readOverloaded } from '../verify/overloaded.ts';
import { inSnapshot } from '../verify/snapshot.ts';

/** `kanban verify`: holds counters, places and projections against a replay of `audit_log`. */
export function addVerify(program: Command, context: Context): void {
  program
    .command('verify')
    .description('compare counters and projections with a replay of the audit log')
    .option('--stream <name>', 'only this value stream (default: all of them)')
    .option('--show <number>', 'differences shown of each check', numberFrom(1, { whole: true }), 10)
    .addHelpText(
      'after',
      `
Reads one consistent snapshot and locks nothing. Exit code 1 when there are differences; \`kanban rebuild\` repairs
counters and projections.

Examples:
  kanban verify
  kanban verify --stream main --show 100`,
    )
    .action(async (options: { stream?: string; show: number }) => {
      let found = 0;
      await context.withDatabase((pool) =>
        inSnapshot(pool, async (connection) => {
          for (const stream of await readStreams(connection, options.stream)) {
            for (const check of checks) {
              context.progress.stage(`${stream.name}: ${check.name}`);
              const { count, lines } = await check.run(connection, stream, options.show);
              context.progress.end();
              context.print(`${stream.name}: ${check.name}: ${count === 0 ? 'ok' : `${count} differences`}`);
              for (const line of lines) context.print(`  ${line}`);
              if (count > lines.length) context.print(`  … and ${count - lines.length} more (--show)`);
              found += count;
            }
            for (const line of await readOverloaded(connection, stream))
              context.print(`${stream.name}: ${line}`);
          }
        }),
      );
      if (found > 0) {
        throw new Refused(
          `${found} differences found; \`kanban rebuild\` makes counters and projections again.`,
        );
      }
    });
}
