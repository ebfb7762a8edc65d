import type { Instant } from '@kanban/domain';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { KnownItem, Step } from '../history/history.ts';
import { parts } from '../history/parts.ts';
import type { Queue, Stream } from '../history/streams.ts';
import type { QualityReport } from './quality.ts';

const itemsAtOnce = 500;
const named = 5;

/**
 * The items of a file that the database has, by reference. Cards and items are locked, so nobody moves one meanwhile:
 * items before their cards, as a deletion locks them. Throws Refused if an item is in another stream.
 */
export async function lockKnown(
  connection: PoolConnection,
  stream: Stream,
  references: Iterable<string>,
): Promise<Map<string, KnownItem>> {
  const known = new Map<string, KnownItem>();
  const elsewhere: string[] = [];
  for (const some of inParts(references)) {
    const [items] = await connection.query<RowDataPacket[]>(
      `SELECT id, reference, value_stream AS stream, deleted_at IS NOT NULL AS isDeleted
       FROM work_items FORCE INDEX (work_items_reference) WHERE reference IN (?) ORDER BY reference FOR UPDATE`,
      [some],
    );
    const [cards] = await connection.query<RowDataPacket[]>(
      'SELECT reference FROM queues FORCE INDEX (PRIMARY) WHERE reference IN (?) ORDER BY reference FOR UPDATE',
      [some],
    );
    const onBoard = new Set(cards.map(({ reference }) => String(reference)));
    for (const { id, reference, stream: home, isDeleted } of items) {
      if (home !== stream.name) elsewhere.push(`${reference} (${home})`);
      known.set(reference, { id, isOnBoard: onBoard.has(reference), isDeleted: isDeleted === 1 });
    }
  }
  if (elsewhere.length > 0) {
    const more = elsewhere.length > named ? ` and ${elsewhere.length - named} more` : '';
    throw new Refused(
      `Other streams have items with these references: ${elsewhere.slice(0, named).join(', ')}${more}. --reference-prefix TEXT puts a text before those of the file.`,
    );
  }
  return known;
}

function* inParts(references: Iterable<string>): Generator<string[]> {
  let part: string[] = [];
  for (const reference of references) {
    part.push(reference);
    if (part.length < itemsAtOnce) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

export interface NewSteps {
  /** For known items, by reference: the steps that the database does not have. */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  /** The references of known items that stay unchanged, because the file contradicts the log. */
  readonly differing: ReadonlySet<string>;
}

interface Read {
  readonly reference: string;
  readonly line: number;
  readonly steps: readonly Step[];
}

/**
 * The part of a file that the database does not have: for a known item, the steps after those of its log. An item whose
 * log is not the beginning of the file's history stays unchanged and is noted.
 */
export async function newSteps(
  connection: PoolConnection,
  queues: readonly Queue[],
  known: ReadonlyMap<string, KnownItem>,
  items: readonly Read[],
  report: QualityReport,
): Promise<NewSteps> {
  const queueIds = new Map(queues.map(({ name, id }) => [name, id]));
  const steps = new Map<string, readonly Step[]>();
  const differing = new Set<string>();
  const there = items.filter(({ reference }) => known.has(reference));
  for (const some of parts(there, itemsAtOnce)) {
    const ids = some.map(({ reference }) => (known.get(reference) as KnownItem).id);
    const logs = await readLogs(connection, ids);
    for (const { reference, line, steps: own } of some) {
      const { id, isDeleted } = known.get(reference) as KnownItem;
      const log = logs.get(id) ?? [];
      const isGoingOn = isBeginning(log, own, queueIds) && !(isDeleted && own.length > log.length);
      if (!isGoingOn) {
        report.note('differs', reference, line);
        differing.add(reference);
      }
      steps.set(reference, isGoingOn ? own.slice(log.length) : []);
    }
  }
  return { steps, differing };
}

/** Whether a log and the steps of a file are the same as far as the shorter of both goes. */
function isBeginning(
  log: readonly LogEntry[],
  steps: readonly Step[],
  queueIds: ReadonlyMap<string, number>,
): boolean {
  return steps.slice(0, log.length).every(({ at, to }, place) => {
    const row = log[place];
    return row?.at === at && row.queueId === (to === null ? null : queueIds.get(to));
  });
}

interface LogEntry {
  readonly at: Instant;
  readonly queueId: number | null;
}

async function readLogs(
  connection: PoolConnection,
  ids: readonly number[],
): Promise<Map<number, LogEntry[]>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT item_id AS itemId, occurred_at AS at, to_queue_id AS queueId
     FROM audit_log FORCE INDEX (audit_log_item) WHERE item_id IN (?) ORDER BY item_id, id`,
    [ids],
  );
  const logs = new Map<number, LogEntry[]>();
  for (const { itemId, at, queueId } of rows) {
    const log = logs.get(itemId);
    if (log) log.push({ at, queueId });
    else logs.set(itemId, [{ at, queueId }]);
  }
  return logs;
}
