import { rowsAs } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { counted } from '../terminal/counted.ts';

/** One row of what the procedures of sql/housekeeping/housekeep.sql answer with. */
interface Done {
  readonly task: string;
  readonly value_stream: string | null;
  readonly moved: number;
  readonly skipped: number;
  readonly note: string | null;
}

export interface HouseKept {
  /** A sentence for each thing that was done. */
  readonly lines: readonly string[];
  /** What could not be done, and stays so until somebody does something about it. */
  readonly notes?: readonly string[];
  /** Cards that were refused or lost a deadlock; the next run tries them again. */
  readonly skipped: number;
}

const verbs: Readonly<Record<string, string>> = {
  drop_stale_items: 'stale item dropped',
  complete_delivered_items: 'delivered item completed',
  recover_bulk: 'dead bulk session ended',
};

/** Runs one of the housekeeping procedures. It makes its own small transactions, and answers at once while another runner works. */
export async function keepHouse(pool: Pool, procedure: string): Promise<HouseKept> {
  const [sets] = await pool.query<RowDataPacket[][]>('CALL ??()', [procedure]);
  // A result set for each thing done, and a last one that is none.
  const rows = rowsAs<Done>((Array.isArray(sets) ? sets : []).filter(Array.isArray).flat());
  const [notes, done] = [rows.filter(isNote), rows.filter((row) => !isNote(row))];
  return {
    lines: done.map(describe),
    notes: notes.map(({ task, value_stream: stream, note }) => `${stream ?? task}: ${note}`),
    skipped: rows.reduce((sum, { skipped }) => sum + Number(skipped), 0),
  };
}

function isNote({ task, moved, skipped }: Done): boolean {
  return verbs[task] === undefined || (moved === 0 && skipped === 0);
}

function describe({ task, value_stream: stream, moved, skipped, note }: Done): string {
  const verb = verbs[task] as string;
  const [noun, ...rest] = [verb.split(' ').slice(0, -1).join(' '), verb.split(' ').at(-1)];
  const what = `${counted(moved, noun)} ${rest.join(' ')}`;
  const left = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `${stream === null ? '' : `${stream}: `}${what}${left}${note === null ? '' : ` (${note})`}`;
}
