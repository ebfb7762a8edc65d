import { setTimeout as pause } from 'node:timers/promises';
import { isRetryable } from '@kanban/schema';
import { type Command, Option } from 'commander';
import type { Pool } from 'mysql2/promise';
import { durationMs } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { describeFailure, Refused } from '../failure.ts';
import { flagSlas } from '../housekeeping/flag-slas.ts';
import { type HouseKept, keepHouse } from '../housekeeping/keep-house.ts';
import { writeReports } from '../housekeeping/write-reports.ts';
import { pruneBySetting } from '../prune/prune.ts';
import { counted } from '../terminal/counted.ts';

/** What can be asked for by --tasks, in the order it is done. */
const tasks = ['drop-stale', 'complete-delivered', 'flag-slas', 'prune', 'write-reports'] as const;
type Task = (typeof tasks)[number];

/** The rest of a long past is for the next run: the other work does not wait for it. */
const PRUNE_WITHIN_MS = 20_000;

/** `kanban housekeeping`: the regular work, once or again and again. */
export function addHousekeeping(program: Command, context: Context): void {
  program
    .command('housekeeping')
    .description(
      'drop stale backlog items, complete delivered ones, flag SLAs, end dead imports, prune old events, call for reports',
    )
    .option('--every <duration>', 'do so again and again until SIGTERM, with this pause', durationMs)
    .addOption(new Option('--tasks <names...>', 'only these (default: everything)').choices(tasks))
    .addHelpText(
      'after',
      `
For cron or a systemd timer; with --every for a service. Any number may be started: one works, the others say so and end.
Days and switches are settings (stale_backlog_days, complete_after_days, sla_at_risk_percent,
keep_settled_days, report_weekday, report_time). Exit code 1 when cards were
skipped, because a limit refused them or somebody else held them; the next run tries them again.

Examples:
  kanban housekeeping
  kanban housekeeping --every 60s
  kanban housekeeping --tasks drop-stale complete-delivered`,
    )
    .action(async ({ every, tasks: asked }: { every?: number; tasks?: Task[] }) => {
      await context.withDatabase(async (pool) => {
        if (every !== undefined) return runForever(pool, asked, every, context);
        const { lines, skipped } = await runOnce(pool, asked, context);
        for (const line of lines.length === 0 ? ['Nothing to do.'] : lines) context.print(line);
        if (skipped > 0) throw new Refused(`${counted(skipped, 'card')} skipped; the next run tries again.`);
      });
    });
}

async function runOnce(pool: Pool, asked: readonly Task[] | undefined, context: Context): Promise<HouseKept> {
  const done: HouseKept[] = [];
  if (asked === undefined) done.push(await keepHouse(pool, 'housekeep'));
  if (asked?.includes('drop-stale')) done.push(await keepHouse(pool, 'drop_stale_items'));
  if (asked?.includes('complete-delivered')) done.push(await keepHouse(pool, 'complete_delivered_items'));
  if (asked === undefined || asked.includes('flag-slas')) {
    const flags = await flagSlas(pool, { log: context.say });
    if (flags.atRisk + flags.breached > 0)
      done.push({
        lines: [`SLAs: ${counted(flags.atRisk, 'item')} at risk, ${flags.breached} breached`],
        skipped: 0,
      });
  }
  if (asked === undefined || asked.includes('prune')) {
    const { pruned } = await pruneBySetting(pool, { signal: context.signal, withinMs: PRUNE_WITHIN_MS });
    if (pruned > 0) done.push({ lines: [`${counted(pruned, 'old event')} pruned`], skipped: 0 });
  }
  if (asked === undefined || asked.includes('write-reports')) {
    const reports = await writeReports(pool, { log: context.say });
    done.push({
      lines: reports.map(({ stream, from, to }) => `${stream}: report of ${from} to ${to} called for`),
      skipped: 0,
    });
  }
  return {
    lines: done.flatMap(({ lines }) => lines),
    skipped: done.reduce((sum, each) => sum + each.skipped, 0),
  };
}

/** A server that is away for a while is said and borne: whoever runs this wants it to go on. */
async function runForever(
  pool: Pool,
  asked: readonly Task[] | undefined,
  everyMs: number,
  context: Context,
): Promise<void> {
  context.say('Keeping house; Ctrl-C stops.');
  while (!context.signal.aborted) {
    try {
      for (const line of (await runOnce(pool, asked, context)).lines) context.print(line);
    } catch (error) {
      if (context.signal.aborted) return;
      if (!isRetryable(error)) throw error;
      context.say(describeFailure(error).sentence);
    }
    await pause(everyMs, undefined, { signal: context.signal }).catch(() => {});
  }
}
