import { pruneBefore } from '@kanban/ledger';
import type { Command } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { ageSeconds } from '../arguments/age.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { counted } from '../terminal/counted.ts';

/** `kanban prune`: deletes old events and their deliveries. */
export function addPrune(program: Command, context: Context): void {
  program
    .command('prune')
    .description('delete old processed events with their deliveries; never open ones')
    .option(
      '--older-than <age>',
      'processed longer ago than: 90d, 12h (default: the setting keep_settled_days)',
      ageSeconds,
    )
    .option('--dry-run', 'only count them')
    .addHelpText(
      'after',
      `
An event is deleted if each of its deliveries was settled that long ago. An event with a dead letter stays until the dead
letter is dropped (kanban dead-letters drop). The command uses small transactions that make nobody wait, so it may run and be
stopped at any time. \`kanban housekeeping\` does the same regularly, by the setting keep_settled_days (0: never).

Examples:
  kanban prune --dry-run
  kanban prune --older-than 30d`,
    )
    .action(async ({ olderThan, dryRun }: { olderThan?: number; dryRun?: true }) => {
      await context.withDatabase(async (pool) => {
        const before = await cutOff(pool, olderThan);
        context.progress.stage(dryRun ? 'Counting' : 'Pruning');
        const { pruned, kept } = await pruneBefore(pool, before, dryRun === true, {
          signal: context.signal,
          progress: (sofar) => context.progress.at(sofar.pruned),
        });
        context.progress.end();
        const what = `${counted(pruned, 'old event')} ${dryRun ? 'would be pruned' : 'pruned'}`;
        context.print(kept === 0 ? `${what}.` : `${what}; ${kept} kept: open, or with a dead letter.`);
      });
    });
}

/** The instant before which events are pruned, by the database's clock, in microseconds since 1970. */
async function cutOff(pool: Pool, olderThan: number | undefined): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT setting_value('keep_settled_days', '') AS days, UTC_TIMESTAMP(6) AS now`,
  );
  const days = Number(row?.days);
  if (olderThan === undefined && days === 0)
    throw new UsageError(
      'keep_settled_days is 0, so nothing is pruned. Give an age, for example --older-than 90d.',
    );
  return Number(row?.now) - (olderThan ?? days * 86_400) * 1_000_000;
}
