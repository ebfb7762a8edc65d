import { characters, firstCharacters, type Instant, isBadName, NAME_RULE } from '@kanban/domain';
import { now } from '@kanban/schema';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { Dates, type Moment } from './file/dates.ts';
import { described } from './file/described.ts';
import type { FileForm } from './file/file-form.ts';
import { openCsv } from './file/read-csv.ts';
import type { QualityReport } from './quality.ts';
import { whyNotPast } from './why-not-past.ts';

/** A row of the file as it stands; empty queue names are empty. */
export interface LogRow {
  readonly line: number;
  readonly at: Instant;
  /** What the file says, where the import says otherwise. */
  readonly saidAt?: Instant;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}

interface Draft extends Omit<LogRow, 'at'> {
  at: Moment;
}

export const logColumns = ['occurred_at', 'reference', 'from_queue', 'to_queue'] as const;
const longestName = 64;

/**
 * Reads the rows of a log in the order of the file, and how the file was read. Throws Refused naming every broken row (at most ten
 * of them).
 */
export async function readLog(
  path: string,
  form: FileForm,
  report: QualityReport,
  progress: Progress,
): Promise<{ rows: LogRow[]; description: string }> {
  const file = await openCsv(path, { required: logColumns, optional: [] }, form, progress);
  const dates = new Dates(form, report);
  const drafts: Draft[] = [];
  const once = keepOnce();
  for await (const { line, text } of file.rows) {
    drafts.push({
      line,
      at: dates.read({ column: 'occurred_at', line, text: text('occurred_at') }),
      reference: once(text('reference')),
      from: once(text('from_queue')),
      to: once(text('to_queue')),
    });
  }
  dates.refuseAmbiguous(path);
  const broken = new BrokenRows(path);
  const latest = now();
  for (const draft of drafts) {
    const reason = settle(draft, dates, latest) ?? whyBroken(draft);
    if (reason !== undefined) broken.add(draft.line, reason);
  }
  broken.refuseAny();
  return { rows: drafts as LogRow[], description: described(path, file, dates) };
}

/** Makes the moment an instant; returns why it cannot. */
function settle(draft: Draft, dates: Dates, latest: Instant): string | undefined {
  const at = dates.settle(draft.at);
  if (at === undefined) return `occurred_at ${dates.whyNone(draft.at)}`;
  draft.at = at;
  return whyNotPast('occurred_at', at, latest);
}

function whyBroken({ reference, from, to }: Draft): string | undefined {
  if (reference === '') return 'reference is empty';
  for (const name of [reference, from, to]) {
    if (characters(name) > longestName)
      return `${JSON.stringify(firstCharacters(name, 30))}… is longer than ${longestName} characters`;
    if (name.includes('�'))
      return `${JSON.stringify(name)} was saved in an encoding that lacks one of its letters`;
    if (isBadName(name)) return `${JSON.stringify(name)} is no name: a name has ${NAME_RULE}`;
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
