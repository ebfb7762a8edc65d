import { characters, type Instant } from '@kanban/domain';
import { now } from '@kanban/schema';
import type { BlockedSpell } from '../history/history.ts';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import { Dates, type Moment } from './file/dates.ts';
import { described } from './file/described.ts';
import type { FileForm } from './file/file-form.ts';
import { type CsvRow, openCsv } from './file/read-csv.ts';
import type { QualityReport } from './quality.ts';
import { whyNotPast } from './why-not-past.ts';

/** A block of an item, and where it is in the file. */
export interface Block extends BlockedSpell {
  readonly line: number;
}

export const blockColumns = {
  required: ['reference', 'reason', 'blocked_at'],
  optional: ['unblocked_at'],
} as const;
const longestReason = 255;

interface Draft {
  readonly line: number;
  readonly reference: string;
  readonly reason: string;
  readonly blockedAt: Moment;
  readonly unblockedAt: Moment | null;
}

/** Reads blocked spells, each item's in the order of time. Throws Refused naming every broken row. */
export async function readBlocks(
  path: string,
  form: FileForm,
  report: QualityReport,
  progress: Progress,
): Promise<{ blocks: Block[]; description: string }> {
  const file = openCsv(path, blockColumns, form, progress);
  const dates = new Dates(form, report, 'blocks file');
  const drafts: Draft[] = [];
  for await (const row of file.rows) drafts.push(draftOf(row, dates));
  dates.refuseAmbiguous(path);

  const broken = new BrokenRows(path);
  const latest = now();
  const blocks: Block[] = [];
  for (const draft of drafts) {
    const block = settle(draft, dates);
    const reason = typeof block === 'string' ? block : whyBroken(block, latest);
    if (reason !== undefined) broken.add(draft.line, reason);
    else blocks.push(block as Block);
  }
  blocks.sort((a, b) => a.blockedAt - b.blockedAt || a.line - b.line);
  noteOverlaps(blocks, broken);
  broken.refuseAny();
  return { blocks, description: described(path, file, dates) };
}

function draftOf({ line, text }: CsvRow, dates: Dates): Draft {
  const moment = (column: string) => dates.read({ column, line, text: text(column) });
  return {
    line,
    reference: text('reference'),
    reason: text('reason'),
    blockedAt: moment('blocked_at'),
    unblockedAt: text('unblocked_at') === '' ? null : moment('unblocked_at'),
  };
}

function settle({ blockedAt, unblockedAt, ...rest }: Draft, dates: Dates): Block | string {
  const from = dates.settle(blockedAt);
  if (from === undefined) return `blocked_at ${dates.whyNone(blockedAt)}`;
  const to = unblockedAt === null ? null : dates.settle(unblockedAt);
  if (to === undefined) return `unblocked_at ${dates.whyNone(unblockedAt as Moment)}`;
  return { ...rest, blockedAt: from, unblockedAt: to };
}

function whyBroken(
  { reference, reason, blockedAt, unblockedAt }: Block,
  latest: Instant,
): string | undefined {
  if (reference === '') return 'reference is empty';
  if (reason === '') return 'reason is empty: say why the item was blocked';
  if (characters(reason) > longestReason) return `reason is longer than ${longestReason} characters`;
  if (unblockedAt !== null && unblockedAt < blockedAt) return 'unblocked_at lies before blocked_at';
  return (
    whyNotPast('blocked_at', blockedAt, latest) ??
    (unblockedAt === null ? undefined : whyNotPast('unblocked_at', unblockedAt, latest))
  );
}

function noteOverlaps(blocks: readonly Block[], broken: BrokenRows): void {
  const last = new Map<string, Block>();
  for (const block of blocks) {
    const before = last.get(block.reference);
    if (before && (before.unblockedAt ?? Number.POSITIVE_INFINITY) > block.blockedAt)
      broken.add(block.line, `${block.reference} is blocked since line ${before.line} already`);
    last.set(block.reference, block);
  }
}
