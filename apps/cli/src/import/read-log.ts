import { type Instant, now } from '@kanban/schema';
import { parseInstant } from '../arguments/instants.ts';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { readCsv } from './read-csv.ts';

/** A row of the file as it stands; empty queue names are empty. */
export interface LogRow {
  readonly line: number;
  readonly at: Instant;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}

const columns = ['occurred_at', 'reference', 'from_queue', 'to_queue'] as const;
const longestName = 64;
const earliest = Date.UTC(1970, 0, 2) * 1000;
/** Clocks differ. */
const toleranceUs = 5 * 60 * 1_000_000;

/** Reads the rows of a log in the order of the file. Throws Refused naming every broken row (at most ten of them). */
export async function readLog(path: string, progress: Progress): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  const broken = new BrokenRows(path);
  const latest = now() + toleranceUs;
  const once = keepOnce();
  for await (const { line, text } of readCsv(path, columns, progress)) {
    const [when = '', reference = '', from = '', to = ''] = columns.map(text);
    const at = parseInstant(when);
    const reason = whyBroken(when, at, reference, [from, to], latest);
    if (reason !== undefined) broken.add(line, reason);
    else rows.push({ line, at: at as Instant, reference: once(reference), from: once(from), to: once(to) });
  }
  broken.refuseAny();
  return rows;
}

function whyBroken(
  when: string,
  at: Instant | undefined,
  reference: string,
  queues: readonly string[],
  latest: Instant,
): string | undefined {
  if (at === undefined) {
    return `occurred_at ${JSON.stringify(when.slice(0, 40))} is no instant like 2026-11-01T12:00:00.123456Z or 2026-11-01 12:00:00 (UTC)`;
  }
  if (at < earliest) return `occurred_at ${when} lies before 1970-01-02`;
  if (at > latest) return `occurred_at ${when} lies in the future`;
  if (reference === '') return 'reference is empty';
  for (const name of [reference, ...queues]) {
    if (name.length > longestName)
      return `${JSON.stringify(name.slice(0, 30))}… is longer than ${longestName} characters`;
    if (name.includes('�')) return `${JSON.stringify(name)} is not in UTF-8`;
  }
  return undefined;
}

/** One string for each name, however many rows have it: with a million rows that saves a fifth of the memory. */
function keepOnce(): (name: string) => string {
  const names = new Map<string, string>();
  return (name) => {
    const kept = names.get(name);
    if (kept === undefined) names.set(name, name);
    return kept ?? name;
  };
}
