import { setTimeout as pause } from 'node:timers/promises';
import { pruneBySetting } from '@kanban/ledger';
import { isRetryable } from '@kanban/schema';
import { type Command, Option } from 'commander';
import type { Pool } from 'mysql2/promise';
import { durationMs } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { describeFailure, Refused } from '../failure.ts';
import { flagAges } from '../housekeeping/flag-ages.ts';
import { flagBudgets } from '../housekeeping/flag-budgets.ts';
import { flagSlas } from '../housekeeping/flag-slas.ts';
import { type HouseKept, keepHouse } from '../housekeeping/keep-house.ts';
import { writeReports } from '../housekeeping/write-reports.ts';
import { counted } from '../terminal/counted.ts';

/** What can be asked for by --tasks, in the order it is done. */
const tasks = [
  'drop-stale',
  'complete-delivered',
  'flag-slas',
  'flag-ages',
  'flag-budgets',
  'prune',
  'write-reports',
] as const;
type Task = (typeof tasks)[number];

/** The rest of a long past is for the next run: the other work does not wait for it. */
const PRUNE_WITHIN_MS = 20_000;

/** `kanban housekeeping`: the regular work, once or again and again. */
export function addHousekeeping(program: Command, context: Context): void {
  program
    .command('housekeeping')
    .description(
      'drop stale backlog items, complete delivered ones, flag SLAs, ages and budgets, end dead imports, prune old events, call for reports',
    )
    .option('--every <duration>', 'do so again and again until SIGTERM, with this pause', durationMs)
    .addOption(new Option('--tasks <names...>', 'only these (default: everything)').choices(tasks))
    .addHelpText(
      'after',
      `
For cron or a systemd timer; with --every for a service. Any number may be started: one works, the others say so and end.
Days and switches are settings (stale_backlog_days, complete_after_days, sla_at_risk_percent, ageing_percentile,
keep_settled_days, report_weekday, report_time). Exit code 1 when cards were
skipped, because a limit refused them or somebody else held them; the next run tries them again. A kind of work that fails
is named and does not keep the others from being done, nor --every from going on; once, it is exit code 1 too.

Examples:
  kanban housekeeping
  kanban housekeeping --every 60s
  kanban housekeeping --tasks drop-stale complete-delivered`,
    )
    .action(async ({ every, tasks: asked }: { every?: number; tasks?: Task[] }) => {
      await context.withDatabase(async (pool) => {
        if (every !== undefined) return runForever(pool, asked, every, context);
        const { lines, notes, skipped, failed } = await runOnce(pool, asked, context);
        const told = [...notes, ...lines];
        for (const line of told.length === 0 && failed.length === 0 ? ['Nothing to do.'] : told)
          context.print(line);
        if (failed.length > 0)
          throw new Refused(`${failed.join(', ')} failed, see above; everything else was done.`);
        if (skipped > 0) throw new Refused(`${counted(skipped, 'card')} skipped; the next run tries again.`);
      });
    });
}

interface Round extends Required<HouseKept> {
  /** What could not be done, each told of already. */
  readonly failed: readonly string[];
}

/** What goes wrong in one kind of work, a row that cannot be read perhaps, must not keep the others from being done. */
async function runOnce(pool: Pool, asked: readonly Task[] | undefined, context: Context): Promise<Round> {
  const works: [name: string, work: () => Promise<HouseKept>][] = [];
  const isAsked = (task: Task) => asked === undefined || asked.includes(task);
  if (asked === undefined) works.push(['housekeep', () => keepHouse(pool, 'housekeep')]);
  else {
    if (isAsked('drop-stale')) works.push(['drop-stale', () => keepHouse(pool, 'drop_stale_items')]);
    if (isAsked('complete-delivered'))
      works.push(['complete-delivered', () => keepHouse(pool, 'complete_delivered_items')]);
  }
  if (isAsked('flag-slas')) works.push(['flag-slas', () => flag(pool, context)]);
  if (isAsked('flag-ages')) works.push(['flag-ages', () => tellAges(pool, context)]);
  if (isAsked('flag-budgets')) works.push(['flag-budgets', () => tellBudgets(pool, context)]);
  if (isAsked('prune')) works.push(['prune', () => prune(pool, context)]);
  if (isAsked('write-reports')) works.push(['write-reports', () => callForReports(pool, context)]);

  const [done, failed]: [HouseKept[], string[]] = [[], []];
  for (const [name, work] of works) {
    try {
      done.push(await work());
    } catch (error) {
      if (context.signal.aborted || !isOfWhatIsThere(error)) throw error;
      context.say(`${name} failed: ${describeFailure(error).sentence}`);
      failed.push(name);
    }
  }
  return {
    lines: done.flatMap(({ lines }) => lines),
    notes: done.flatMap(({ notes = [] }) => notes),
    skipped: done.reduce((sum, each) => sum + each.skipped, 0),
    failed,
  };
}

/** Refused by number, or a value that is not what it should be: another kind of work may well be done. A server is for all. */
function isOfWhatIsThere(error: unknown): boolean {
  const { errno, sqlState } = error as { errno?: number; sqlState?: string };
  return errno === undefined
    ? !isRetryable(error)
    : /^(22|23|45)/.test(sqlState ?? '') && !isRetryable(error);
}

async function flag(pool: Pool, context: Context): Promise<HouseKept> {
  const { atRisk, breached } = await flagSlas(pool, { log: context.say });
  const line = `SLAs: ${counted(atRisk, 'item')} at risk, ${breached} breached`;
  return { lines: atRisk + breached > 0 ? [line] : [], skipped: 0 };
}

async function tellAges(pool: Pool, context: Context): Promise<HouseKept> {
  const told = await flagAges(pool, { log: context.say });
  const line = `${counted(told, 'item')} older than the pace of ${told === 1 ? 'its' : 'their'} stage`;
  return { lines: told > 0 ? [line] : [], skipped: 0 };
}

async function tellBudgets(pool: Pool, context: Context): Promise<HouseKept> {
  const told = await flagBudgets(pool, { log: context.say });
  return { lines: told > 0 ? [`${counted(told, 'alert')} about error budgets`] : [], skipped: 0 };
}

async function prune(pool: Pool, { signal }: Context): Promise<HouseKept> {
  const { pruned } = await pruneBySetting(pool, { signal, withinMs: PRUNE_WITHIN_MS });
  return { lines: pruned > 0 ? [`${counted(pruned, 'old event')} pruned`] : [], skipped: 0 };
}

async function callForReports(pool: Pool, context: Context): Promise<HouseKept> {
  const reports = await writeReports(pool, { log: context.say });
  const lines = reports.map(({ stream, from, to }) => `${stream}: report of ${from} to ${to} called for`);
  return { lines, skipped: 0 };
}

/** A server that is away for a while is said and borne: whoever runs this wants it to go on. */
async function runForever(
  pool: Pool,
  asked: readonly Task[] | undefined,
  everyMs: number,
  context: Context,
): Promise<void> {
  context.say('Housekeeping runs; Ctrl-C stops it.');
  let noted: readonly string[] = [];
  while (!context.signal.aborted) {
    try {
      const { lines, notes } = await runOnce(pool, asked, context);
      // What stays as it was need not be said every minute.
      for (const line of [...notes.filter((note) => !noted.includes(note)), ...lines]) context.print(line);
      noted = notes;
    } catch (error) {
      if (context.signal.aborted) return;
      if (!isRetryable(error)) throw error;
      context.say(describeFailure(error).sentence);
    }
    await pause(everyMs, undefined, { signal: context.signal }).catch(() => {});
  }
}
