import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { rebuildProjections } from '../history/rebuild.ts';
import { readStreams } from '../history/streams.ts';

/** `kanban rebuild`: computes counters and projections again from `queues` and `audit_log`. */
export function addRebuild(program: Command, context: Context): void {
  program
    .command('rebuild')
    .description('compute counters and projections again from the audit log')
    .option('--stream <name>', 'only this value stream (default: all of them)')
    .addHelpText(
      'after',
      `
Each stream is one transaction. Moves in that stream wait meanwhile, and charts show the old state until it ends.

Examples:
  kanban rebuild
  kanban rebuild --stream main`,
    )
    .action(async (options: { stream?: string }) => {
      await context.withDatabase(async (pool) => {
        for (const stream of await readStreams(pool, options.stream)) {
          const startedAt = performance.now();
          context.progress.stage(`Rebuilding ${stream.name}`);
          await rebuildProjections(pool, stream.id);
          context.progress.end();
          context.print(
            `${stream.name}: rebuilt in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
          );
        }
      });
    });
}
