import { formatInstant, type Instant } from '@kanban/domain';
import { inTransaction, now } from '@kanban/schema';
import type { Command } from 'commander';
import { instantArgument } from '../arguments/instants.ts';
import { durationMs, numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { beginBulk, endBulk } from '../history/rebuild.ts';
import { writeBlocks } from '../history/write-blocks.ts';
import { refuseKnownItems, writeHistory } from '../history/write-history.ts';
import { blockSpells } from '../simulate/block-spells.ts';
import { linkItems } from '../simulate/link-items.ts';
import { moveItems } from '../simulate/live.ts';
import { planSimulation } from '../simulate/plan.ts';
import { prepareStream } from '../simulate/prepare-stream.ts';
import { simulateHistory } from '../simulate/simulate-history.ts';
import { itemHistories } from '../simulate/simulated-history.ts';
import { counted } from '../terminal/counted.ts';

interface Options {
  readonly stream: string;
  readonly months: number;
  readonly seed: number;
  readonly itemsPerWeek?: number;
  readonly rows?: number;
  readonly start?: Instant;
  readonly until?: Instant;
  readonly live?: true;
  readonly every: number;
}

/** `kanban simulate`: writes a believable history, or keeps a board moving. */
export function addSimulate(program: Command, context: Context): void {
  program
    .command('simulate')
    .description('write a believable history into a stream, or keep moving its items')
    .option('--stream <name>', 'the value stream; created with its queues if it does not exist', 'main')
    .option('--months <number>', 'length of the history', numberFrom(0.25), 18)
    .option('--seed <number>', 'another number makes another history', numberFrom(0, { whole: true }), 1)
    .option(
      '--items-per-week <number>',
      'number of items that arrive; limits grow with it (default: 9)',
      numberFrom(0.5),
    )
    .option(
      '--rows <number>',
      'approximate number of audit rows, instead of --items-per-week',
      numberFrom(100),
    )
    .option('--start <date>', 'start of the history, instead of --months', instantArgument)
    .option('--until <instant>', 'end of the history (default: now)', instantArgument)
    .option('--live', 'write no history; move items by plain SQL until Ctrl-C, so that mails are sent')
    .option('--every <duration>', 'the pause between two moves of --live', durationMs, 5_000)
    .addHelpText(
      'after',
      `
The same seed and --until give the same history. Without --until the same history is shifted by whole weeks and ends now.
A history has blocked items, parts, defects and dependencies. It is written in one transaction and sends no messages.

Examples:
  kanban simulate --months 18 --seed 1
  kanban simulate --stream large --months 36 --rows 1000000
  kanban simulate --live --every 2s`,
    )
    .action((options: Options) =>
      options.live
        ? context.withDatabase((pool) =>
            moveItems(pool, { stream: options.stream, everyMs: options.every }, context),
          )
        : writeSimulation(options, context),
    );
}

async function writeSimulation(options: Options, context: Context): Promise<void> {
  const { seed, stream: name, months, start, itemsPerWeek, rows } = options;
  const until = options.until ?? now();
  const plan = planSimulation({ seed, stream: name, months, start, until, itemsPerWeek, rows });
  const startedAt = performance.now();
  context.progress.stage('Simulating');
  const history = linkItems(simulateHistory(plan), seed);
  const blocks = blockSpells(history, plan.queues, seed, until);
  await context.withDatabase((pool) =>
    inTransaction(
      pool,
      async (connection) => {
        const { stream, queues } = await prepareStream(connection, name, plan.queues);
        await beginBulk(connection, 'kanban simulate');
        await refuseKnownItems(connection, history.items);
        await writeHistory(connection, stream, queues, itemHistories(history), context.progress);
        await writeBlocks(connection, stream, blocks, context.progress);
        context.progress.stage('Counting and projecting');
        await endBulk(connection);
      },
      { isolation: 'READ COMMITTED', retries: 1 },
    ),
  );
  context.progress.end();
  context.print(
    `${name}: ${counted(history.items.length, 'item')}, ${counted(history.steps.length, 'audit row')} from ` +
      `${formatInstant(plan.from).slice(0, 10)} to ${formatInstant(until).slice(0, 10)}, in ` +
      `${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
  );
}
