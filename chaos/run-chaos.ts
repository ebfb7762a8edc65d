import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { check, type Verdict } from './check.ts';
import { carryOut, targetOf } from './faults/carry-out.ts';
import { insist } from './faults/insist.ts';
import { type History, killsIn, type PastFault, seconds, storyOf, summarize } from './history.ts';
import { setUpBoard, writeLoad } from './load.ts';
import { readJournal } from './mail/journal.ts';
import type { ChaosOptions } from './options.ts';
import { type Fault, planFaults } from './schedule.ts';
import type { Binaries } from './world/servers.ts';
import { makeWorld, type World } from './world/world.ts';

/** When all is whole again, everything must be settled within this and a tenth of the run. */
const QUIET_WITHIN_MS = 60_000;
const PROGRESS_EVERY_MS = 10_000;
const STORIES = 5;
/** On a slow machine faults come late; who was just started does something before it is its turn again. */
const LIVES_AT_LEAST_MS = 1_500;

export type Log = (line: string) => void;

/**
 * One run: a world of its own, load and faults at the same time, quiet, and the comparison. Writes history.json and
 * summary.md into the folder. Leaves no process behind, however it ends; rejects when `signal` ends it.
 */
export async function runChaos(
  binaries: Binaries,
  options: ChaosOptions,
  log: Log,
  signal: AbortSignal,
): Promise<History> {
  const { seed, lengthMs, events, counts, programs, folder } = options;
  const schedule = planFaults(seed, lengthMs, counts, programs);
  const observed: { atMs: number; what: string }[] = [];
  let begunAt = performance.now();
  const sinceBegin = () => Math.round(performance.now() - begunAt);
  const found = (what: string) => {
    if (signal.aborted) return;
    observed.push({ atMs: sinceBegin(), what });
    log(`  ${seconds(sinceBegin())} FOUND ${what}`);
  };
  log(
    `Seed ${seed}: ${schedule.length} faults in ${seconds(lengthMs)}, ${killsIn(schedule)} of them kills; ${events} events`,
  );
  const world = await makeWorld(binaries, programs, folder, found);
  try {
    await setUpBoard(world.admin, options.crowd);
    const startedAt = new Date().toISOString();
    begunAt = performance.now();
    const past: PastFault[] = [];
    const over = new AbortController();
    const progress = tellProgress(
      world,
      past,
      schedule,
      sinceBegin,
      log,
      AbortSignal.any([signal, over.signal]),
    );
    const faults = carryOutAll(world, schedule, sinceBegin, past, signal);
    const [, told] = await Promise.all([faults, writeLoad(world, events, lengthMs, signal)]);
    signal.throwIfAborted();
    const wholeAt = sinceBegin();
    log(`All faults are over after ${seconds(wholeAt)}; waiting for quiet`);
    await becomesQuiet(world, QUIET_WITHIN_MS + lengthMs / 10, signal);
    over.abort();
    await progress;
    const quietAfterMs = sinceBegin() - wholeAt;
    // Programs that work must also stop in time.
    const apps = [...world.processes.values()].filter(({ name }) => /^(relay|notifier|board)/.test(name));
    await Promise.all(apps.map((each) => each.stopCleanly()));
    const verdict = await check(world.admin, readJournal(world.journal), options.crowd, told);
    const history = {
      startedAt,
      options,
      schedule,
      faults: past,
      observed,
      quietAfterMs,
      lastedMs: sinceBegin(),
      verdict,
    };
    keep(history, folder);
    return history;
  } finally {
    await world.end();
  }
}

/** Each at its time, but what happens to one and the same process or line in turn. */
async function carryOutAll(
  world: World,
  schedule: readonly Fault[],
  sinceBegin: () => number,
  past: PastFault[],
  signal: AbortSignal,
): Promise<void> {
  /** What each process or line is busy with; resolves to when that was over. */
  const busy = new Map<string, Promise<number>>();
  for (const fault of schedule) {
    await pause(Math.max(fault.atMs - sinceBegin(), 0), undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const before = busy.get(targetOf(fault));
    const work = async () => {
      const readyMs = ((await before) ?? Number.NEGATIVE_INFINITY) + LIVES_AT_LEAST_MS;
      await pause(Math.max(readyMs - sinceBegin(), 0), undefined, { signal }).catch(() => {});
      const beganMs = sinceBegin();
      if (signal.aborted) return beganMs;
      const told = await carryOut(world, fault);
      const endedMs = sinceBegin();
      past.push({ ...fault, beganMs, endedMs, ...(told === undefined ? {} : { told }) });
      return endedMs;
    };
    const doing = work();
    // Reported by the wait below; without a listener of its own it would end the process before that.
    doing.catch(() => {});
    busy.set(targetOf(fault), doing);
  }
  await Promise.all(busy.values());
}

/** Resolves when every event is processed and nothing is open, or when the time is up: the check says what is open then. */
async function becomesQuiet(world: World, withinMs: number, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt && !signal.aborted) {
    const [rows] = await insist(() =>
      world.admin.query<RowDataPacket[]>(
        `SELECT (SELECT COUNT(*) FROM outbox_events WHERE processed_at IS NULL)
              + (SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'queued', 'sending')) AS open`,
      ),
    );
    if (Number(rows[0]?.open) === 0) return;
    await pause(200);
  }
  signal.throwIfAborted();
}

async function tellProgress(
  world: World,
  past: readonly PastFault[],
  schedule: readonly Fault[],
  sinceBegin: () => number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause(PROGRESS_EVERY_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const open = await world.admin
      .query<RowDataPacket[]>(
        'SELECT COUNT(*) AS events, SUM(processed_at IS NULL) AS open FROM outbox_events',
      )
      .then(
        ([[row]]) => `${row?.events} events, ${row?.open ?? 0} open`,
        () => 'the database is away',
      );
    const accepted = readJournal(world.journal).length;
    log(
      `  ${seconds(sinceBegin())}: ${past.length} of ${schedule.length} faults, ${open}, ${accepted} mails`,
    );
  }
}

function keep(history: History, folder: string): void {
  writeFileSync(join(folder, 'history.json'), `${JSON.stringify(history, null, 2)}\n`);
  const concerned = [...new Set(history.verdict.findings.flatMap(({ eventId }) => eventId ?? []))];
  const stories = concerned.slice(0, STORIES).map((eventId) => {
    return [
      `## Event ${eventId}`,
      '',
      ...storyOf(eventId, folder, history).map((line) => `    ${line}`),
      '',
    ].join('\n');
  });
  writeFileSync(join(folder, 'summary.md'), [summarize(history), ...stories].join('\n'));
}

export function isClean({ verdict, observed }: Pick<History, 'observed'> & { verdict: Verdict }): boolean {
  return verdict.findings.length === 0 && observed.length === 0;
}
