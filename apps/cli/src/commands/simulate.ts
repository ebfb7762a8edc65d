import { formatInstant, type Instant } from '@kanban/domain';
import { inTransaction, now } from '@kanban/schema';
import type { Command } from 'commander';
import type { PoolConnection } from 'mysql2/promise';
import { instantArgument } from '../arguments/instants.ts';
import { durationMs, numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { beginBulk, endBulk } from '../history/rebuild.ts';
import { writeBlocks } from '../history/write-blocks.ts';
import { refuseKnownItems, writeHistory } from '../history/write-history.ts';
import { blockSpells } from '../simulate/block-spells.ts';
import { linkItems } from '../simulate/link-items.ts';
import { moveItems } from '../simulate/live.ts';
import { planSimulation, planSmallStream } from '../simulate/plan.ts';
import { prepareStream } from '../simulate/prepare-stream.ts';
import { type SimulationPlan, simulateHistory } from '../simulate/simulate-history.ts';
import { simulateSmallStream } from '../simulate/simulate-small-stream.ts';
import { itemHistories, type SimulatedHistory } from '../simulate/simulated-history.ts';
import { smallStreams } from '../simulate/small-streams.ts';
import { counted } from '../terminal/counted.ts';

interface Options {
  readonly stream: string;
  readonly months: number;
  readonly seed: number;
  readonly itemsPerWeek?: number;
  readonly rows?: number;
  readonly start?: Instant;
  readonly until?: Instant;
  readonly smallStreams?: true;
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
    .option('--small-streams', 'also write two small streams: support, with a completed queue, and platform')
    .option('--live', 'write no history; move items by plain SQL until Ctrl-C, so that mails are sent')
    .option('--every <duration>', 'the pause between two moves of --live', durationMs, 5_000)
    .addHelpText(
      'after',
      `
The same seed and --until give the same history. Without --until the same history is shifted by whole weeks and ends now.
A history has blocked items, parts, defects and dependencies, and half-way the limit of development is lowered. All of it is written in
one transaction and sends no messages.

Examples:
  kanban simulate --months 18 --seed 1 --small-streams
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

interface Simulated {
  readonly name: string;
  readonly plan: SimulationPlan;
  readonly history: SimulatedHistory;
}

async function writeSimulation(options: Options, context: Context): Promise<void> {
  const { seed, stream, months, start, itemsPerWeek, rows } = options;
  const until = options.until ?? now();
  const plan = planSimulation({ seed, stream, months, start, until, itemsPerWeek, rows });
  const startedAt = performance.now();
  context.progress.stage('Simulating');
  const streams: Simulated[] = [{ name: stream, plan, history: linkItems(simulateHistory(plan), seed) }];
  for (const small of options.smallStreams ? smallStreams : []) {
    const smallPlan = planSmallStream(plan, small);
    streams.push({ name: small.name, plan: smallPlan, history: simulateSmallStream(smallPlan) });
  }
  await context.withDatabase((pool) =>
    inTransaction(
      pool,
      async (connection) => {
        for (const simulated of streams) await writeStream(connection, simulated, context);
      },
      { isolation: 'READ COMMITTED', retries: 1 },
    ),
  );
  context.progress.end();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  for (const { name, history } of streams)
    context.print(
      `${name}: ${counted(history.items.length, 'item')}, ${counted(history.steps.length, 'audit row')} from ` +
        `${formatInstant(plan.from).slice(0, 10)} to ${formatInstant(until).slice(0, 10)}, in ${seconds} s.`,
    );
}

/** One stream, as bulk work in the caller's transaction. */
async function writeStream(
  connection: PoolConnection,
  { name, plan, history }: Simulated,
  { progress }: Pick<Context, 'progress'>,
): Promise<void> {
  await beginBulk(connection, 'kanban simulate');
  const { stream, queues } = await prepareStream(connection, name, plan);
  await refuseKnownItems(connection, history.items);
  await writeHistory(connection, stream, queues, itemHistories(history), progress);
  await writeBlocks(connection, stream, blockSpells(history, plan.queues, plan.seed, plan.until), progress);
  progress.stage('Counting and projecting');
  await endBulk(connection);
}
