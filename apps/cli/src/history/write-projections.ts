import { jsonOf, sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { FlowCounts } from './flow-counts.ts';
import { foldStep, type ItemFlow } from './item-fold.ts';
import { type FoldedSpell, openSpell } from './spell-fold.ts';
import type { SpooledStep } from './step-spool.ts';
import type { Queue, Stream } from './streams.ts';

const rowsAtOnce = 1_000;

/** Whether a stream has no history. Only then may a session write its projections itself. */
export async function hasNoHistory(connection: PoolConnection, stream: Stream): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM audit_log WHERE value_stream_id = ? LIMIT 1',
    [stream.id],
  );
  return rows.length === 0;
}

/**
 * Computes the projections of a new stream while its log is written, and writes them. In memory are only items between their first
 * and their last step. At the end of the session, end_bulk compares the projections with the log, and rebuilds them if they differ.
 */
export class ProjectionWriter {
  readonly #connection: PoolConnection;
  readonly #stream: Stream;
  readonly #queues: readonly Queue[];
  readonly #flows = new Map<number, ItemFlow>();
  readonly #counts = new FlowCounts();
  #items: unknown[][] = [];
  #spells: unknown[][] = [];

  constructor(connection: PoolConnection, stream: Stream, queues: readonly Queue[]) {
    this.#connection = connection;
    this.#stream = stream;
    this.#queues = queues;
  }

  /** In the order of time. */
  add({ at, itemId, to, isLast }: SpooledStep, auditId: number): void {
    const before = this.#flows.get(itemId);
    const after = foldStep(before, auditId, at, this.#queues[to]);
    this.#counts.add(at, before, after);
    if (!isLast) this.#flows.set(itemId, after);
    else {
      this.#flows.delete(itemId);
      this.#items.push(valuesOf(itemId, after));
      for (const spell of after.spells) this.#spells.push(valuesOfSpell(itemId, spell));
    }
  }

  /** The calls that write the rows that no later step can change, once there are enough of them; with `isOver` all rows. */
  calls(isOver = false): string[] {
    const calls: string[] = [];
    if (isOver || this.#items.length >= rowsAtOnce) {
      calls.push(
        ...this.#call('write_past_flow', this.#items),
        ...this.#call('write_past_spells', this.#spells),
      );
      [this.#items, this.#spells] = [[], []];
    }
    const counts = this.#counts.take(isOver).map(({ at, ...totals }) => {
      const { queueId, ...sums } = totals;
      return [queueId, sqlInstant(at), ...Object.values(sums)];
    });
    return [...calls, ...this.#call('write_past_counts', counts)];
  }

  #call(routine: string, rows: readonly (readonly unknown[])[]): string[] {
    if (rows.length === 0) return [];
    return [this.#connection.format('CALL ??(?, ?)', [routine, this.#stream.id, jsonOf(rows)])];
  }
}

const instant = (at: number | null) => (at === null ? null : sqlInstant(at));

function valuesOfSpell(itemId: number, { beginAuditId, beginAt, committedAt, end }: FoldedSpell): unknown[] {
  const ended = end ? [end.auditId, sqlInstant(end.at), end.kind] : [null, null, null];
  return [itemId, beginAuditId, sqlInstant(beginAt), sqlInstant(committedAt), ...ended];
}

function valuesOf(itemId: number, flow: ItemFlow): unknown[] {
  return [
    itemId,
    flow.firstAuditId,
    flow.lastAuditId,
    instant(flow.enteredAt),
    instant(flow.lastAt),
    instant(flow.committedAt),
    instant(flow.finishedAt),
    instant(flow.droppedAt),
    flow.location?.id ?? null,
    flow.furthest?.id ?? null,
    flow.furthest?.position ?? null,
    Number(flow.isRemoved),
    openSpell(flow.spells)?.beginAuditId ?? null,
  ];
}
