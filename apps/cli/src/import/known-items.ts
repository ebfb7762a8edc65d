import type { Instant } from '@kanban/domain';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { KnownItem, Step } from '../history/history.ts';
import { parts } from '../history/parts.ts';
import type { Queue, Stream } from '../history/streams.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Chains } from './make-chains.ts';
import type { QualityReport } from './quality.ts';

const itemsAtOnce = 500;
const named = 5;

export interface NewSteps {
  /** Those that the database does not have, in their order. */
  readonly steps: readonly Step[];
  /** By their index in `chains.references`. */
  readonly known: ReadonlyMap<number, KnownItem>;
  /** Known items that get more steps. */
  readonly continued: number;
  /** The references of known items that stay as they are, since the file says otherwise. */
  readonly differing: ReadonlySet<string>;
}

/**
 * What a file has that the database does not: of an item that is there already, the steps behind those of its log. One whose log is
 * not the beginning of what the file says stays as it is, and is noted. Cards and items are locked, so that nobody moves one
 * meanwhile; the caller is in a bulk session at READ COMMITTED. Throws Refused where an item is in another stream.
 */
export async function findNewSteps(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  { references, steps }: Pick<Chains, 'references' | 'steps'>,
  report: QualityReport,
  progress: Progress,
): Promise<NewSteps> {
  const known = await lockKnown(connection, stream, references);
  if (known.size === 0) return { steps, known, continued: 0, differing: new Set() };
  const stepsOf = Map.groupBy(
    steps.filter(({ item }) => known.has(item)),
    ({ item }) => item,
  );
  const queueIds = new Map(queues.map(({ name, id }) => [name, id]));
  /** Item → how many of its steps are not to be written. */
  const left = new Map<number, number>();
  const differing = new Set<string>();
  let continued = 0;
  progress.stage('Comparing with what is there', known.size);
  for (const some of parts([...known], itemsAtOnce)) {
    const logs = await readLogs(
      connection,
      some.map(([, { id }]) => id),
    );
    for (const [item, { id, isDeleted }] of some) {
      const [own, log] = [stepsOf.get(item) ?? [], logs.get(id) ?? []];
      const isGoingOn = isBeginning(log, own, queueIds) && !(isDeleted && own.length > log.length);
      if (!isGoingOn) {
        report.note('differs', references[item] as string);
        differing.add(references[item] as string);
      }
      if (isGoingOn && own.length > log.length) continued++;
      left.set(item, isGoingOn ? log.length : own.length);
    }
    progress.at(left.size);
  }
  const isNew = (step: Step) => {
    const more = left.get(step.item) ?? 0;
    left.set(step.item, more - 1);
    return more <= 0;
  };
  return { steps: steps.filter(isNew), known, continued, differing };
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

/** Items before their cards, as who deletes one locks them. */
async function lockKnown(
  connection: PoolConnection,
  stream: Stream,
  references: readonly string[],
): Promise<Map<number, KnownItem>> {
  const known = new Map<number, KnownItem>();
  const elsewhere: string[] = [];
  const indexOf = new Map(references.map((reference, index) => [reference, index]));
  for (const some of parts(references, itemsAtOnce)) {
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
      known.set(indexOf.get(reference) as number, {
        id,
        isOnBoard: onBoard.has(reference),
        isDeleted: isDeleted === 1,
      });
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
