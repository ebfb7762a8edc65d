import { characters, firstCharacters, isBadName, NAME_RULE } from '@kanban/domain';
import { now } from '@kanban/schema';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { Dates } from './file/dates.ts';
import { described } from './file/described.ts';
import type { FileForm } from './file/file-form.ts';
import { openCsv } from './file/read-csv.ts';
import type { LogRow } from './log-row.ts';
import type { QualityReport } from './quality.ts';
import { RowSpool } from './row-spool.ts';
import { whyNotPast } from './why-not-past.ts';

export const logColumns = ['occurred_at', 'reference', 'from_queue', 'to_queue'] as const;
const longestName = 64;

/**
 * Reads the rows of a log, and how the file was read. Throws Refused naming every broken row (at most ten of them). The caller
 * closes the spool.
 */
export async function readLog(
  path: string,
  form: FileForm,
  report: QualityReport,
  progress: Progress,
): Promise<{ rows: RowSpool; description: string }> {
  const file = openCsv(path, { required: logColumns, optional: [] }, form, progress);
  const rows = new RowSpool();
  try {
    const dates = new Dates(form, report);
    const broken = new BrokenRows(path);
    const whyBroken = nameChecks();
    const latest = now();
    for await (const { line, text } of file.rows) {
      const written = text('occurred_at');
      const names = { reference: text('reference'), from: text('from_queue'), to: text('to_queue') };
      const at = dates.read({ column: 'occurred_at', line, text: written });
      if (typeof at !== 'number') {
        rows.addUnsettled({ line, text: written, ...names });
        continue;
      }
      const reason = whyNotPast('occurred_at', at, latest) ?? whyBroken(names);
      if (reason === undefined) rows.add({ line, at, ...names });
      else broken.add(line, reason);
    }
    dates.refuseAmbiguous(path);
    rows.settle(({ line, text, ...names }) => {
      const moment = dates.unsettled(line, text);
      const at = dates.settle(moment);
      const reason =
        at === undefined
          ? `occurred_at ${dates.whyNone(moment)}`
          : (whyNotPast('occurred_at', at, latest) ?? whyBroken(names));
      if (reason !== undefined) broken.add(line, reason);
      return at;
    });
    broken.refuseAny();
    return { rows, description: described(path, file, dates) };
  } catch (error) {
    rows.close();
    throw error;
  }
}

type Names = Pick<LogRow, 'reference' | 'from' | 'to'>;

/** Looks once at each queue's name, however many rows have it. */
function nameChecks(): (names: Names) => string | undefined {
  const queues = new Map<string, string | undefined>();
  const whyNoQueue = (name: string) => {
    if (!queues.has(name)) queues.set(name, whyNoName(name));
    return queues.get(name);
  };
  return ({ reference, from, to }) =>
    reference === '' ? 'reference is empty' : (whyNoName(reference) ?? whyNoQueue(from) ?? whyNoQueue(to));
}

function whyNoName(name: string): string | undefined {
  if (characters(name) > longestName)
    return `${JSON.stringify(firstCharacters(name, 30))}… is longer than ${longestName} characters`;
  if (name.includes('\ufffd'))
    return `${JSON.stringify(name)} was saved in an encoding that lacks one of its letters`;
  if (isBadName(name)) return `${JSON.stringify(name)} is no name: a name has ${NAME_RULE}`;
  return undefined;
}
