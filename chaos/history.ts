import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Verdict } from './check.ts';
import type { ChaosOptions } from './options.ts';
import type { Fault } from './schedule.ts';

/**
 * A fault as it happened; it may have waited for an earlier fault at the same place. In milliseconds since the start.
 */
export interface PastFault extends Fault {
  readonly beganMs: number;
  readonly endedMs: number;
  readonly told?: string;
}

/** Everything that a run stores. */
export interface History {
  readonly startedAt: string;
  readonly options: ChaosOptions;
  readonly schedule: readonly Fault[];
  readonly faults: readonly PastFault[];
  /** What went wrong with processes during the run. */
  readonly observed: readonly { readonly atMs: number; readonly what: string }[];
  readonly quietAfterMs: number;
  readonly lastedMs: number;
  readonly verdict: Verdict;
}

/** The number of faults by kind and place. Kills count by process, an outage by the behaviour of the mail server. */
function countFaults(faults: readonly Fault[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, target } of faults) {
    const place = target.replace(/-\d+/g, '');
    const name = `${kind}: ${place}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map([...counts].sort());
}

export function killsIn(faults: readonly Fault[]): number {
  return faults.filter(({ kind, target }) => kind === 'kill' || target === 'away').length;
}

/** A summary of the run for people. */
export function summarize(history: History): string {
  const { options, faults, verdict, observed, lastedMs, quietAfterMs } = history;
  const databaseRestarts = faults.filter(
    ({ kind, target }) => target === 'database' && (kind === 'kill' || kind === 'clean restart'),
  );
  const count = (kind: string) => faults.filter((fault) => fault.kind === kind).length;
  const problems = [
    ...verdict.findings.map(inWords),
    ...observed.map(({ atMs, what }) => `after ${seconds(atMs)}: ${what}`),
  ];
  return [
    `# Chaos, seed ${options.seed}, ${options.database}`,
    '',
    `Begun ${history.startedAt}; faults for ${seconds(options.lengthMs)}, all over after ${seconds(lastedMs)},`,
    `quiet ${seconds(quietAfterMs)} after the last fault. ${options.programs.relays} relays, ${options.programs.notifiers} notifiers.`,
    '',
    `${killsIn(faults)} kills, ${count('flush of Redis')} flushes, ${databaseRestarts.length} database restarts, ${count('mail outage')} mail outages; ${faults.length} faults in all.`,
    '',
    '| what | how many |',
    '|---|---|',
    ...Object.entries(verdict.figures).map(([name, value]) => `| ${name} | ${value} |`),
    '',
    '| fault | how many |',
    '|---|---|',
    ...[...countFaults(faults)].map(([name, value]) => `| ${name} | ${value} |`),
    '',
    problems.length === 0 ? 'Nothing lost, nothing sent twice unmarked.' : `${problems.length} findings:`,
    ...problems.slice(0, 50).map((problem) => `- ${problem}`),
    '',
  ].join('\n');
}

function inWords({ what, eventId }: Finding): string {
  return eventId === undefined ? what : `event ${eventId} ${what}`;
}

/** Everything known about one event: the log lines about it, and the faults around it. */
export function storyOf(eventId: number, folder: string, history: Omit<History, 'verdict'>): string[] {
  const startedAt = Date.parse(history.startedAt);
  const said: { atMs: number; line: string }[] = [];
  for (const file of readdirSync(join(folder, 'log'))) {
    if (!/^(relay|notifier)-/.test(file)) continue;
    for (const line of readFileSync(join(folder, 'log', file), 'utf8').split('\n')) {
      if (!line.includes(`"eventId":${eventId},`)) continue;
      const { time, msg, reason } = JSON.parse(line) as { time: number; msg: string; reason?: string };
      said.push({ atMs: time - startedAt, line: `${file.replace('.log', '')}: ${msg} ${reason ?? ''}` });
    }
  }
  said.sort((a, b) => a.atMs - b.atMs);
  const from = (said[0]?.atMs ?? 0) - 2_000;
  const to = (said.at(-1)?.atMs ?? history.lastedMs) + 2_000;
  const around = history.faults
    .filter(({ beganMs, endedMs }) => endedMs >= from && beganMs <= to)
    .map(({ beganMs, endedMs, kind, target }) => ({
      atMs: beganMs,
      line: `FAULT ${kind}: ${target}, until ${seconds(endedMs)}`,
    }));
  return [...said, ...around]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, line }) => `${seconds(atMs)} ${line}`);
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
