import { chainHash, sqlInstant } from '@kanban/schema';
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { Progress } from '../terminal/progress.ts';
import type { ItemHistory } from './history.ts';
import {
  auditStatement,
  insertCards,
  itemsStatement,
  type LogSession,
  moveCard,
  queueCells,
  readItemIds,
  readLogSession,
} from './insert-rows.ts';
import { type SpooledStep, StepSpool } from './step-spool.ts';
import type { Queue, Stream } from './streams.ts';
import { hasNoHistory, ProjectionWriter } from './write-projections.ts';

/** Rows a statement: beyond this a larger statement is no faster, and all stay far below max_allowed_packet. */
const rowsAtOnce = 2_000;

/**
 * Writes the histories of items into a stream within the caller's transaction (READ COMMITTED) and bulk session: first `addItems` as
 * often as needed, then `finish`. Nothing of it is announced, and limits are not enforced on the past; the end of the session counts.
 * What it keeps of the items is on disk. Its user closes it.
 */
export class HistoryWriter {
  readonly #connection: PoolConnection;
  readonly #stream: Stream;
  readonly #queues: readonly Queue[];
  readonly #queueIndexes: ReadonlyMap<string | null, number>;
  readonly #session: LogSession;
  readonly #projections: ProjectionWriter | undefined;
  readonly #spool = new StepSpool();
  readonly #onBoard: ItemHistory[] = [];
  #itemCount = 0;
  #inserting: Promise<() => void> | undefined;

  static async begin(connection: PoolConnection, stream: Stream, queues: readonly Queue[]) {
    const session = await readLogSession(connection);
    const isNew = await hasNoHistory(connection, stream);
    return new HistoryWriter(connection, stream, queues, session, isNew);
  }

  private constructor(
    connection: PoolConnection,
    stream: Stream,
    queues: readonly Queue[],
    session: LogSession,
    isNew: boolean,
  ) {
    this.#connection = connection;
    this.#stream = stream;
    this.#queues = queues;
    this.#queueIndexes = new Map(queues.map(({ name }, index) => [name, index]));
    this.#session = session;
    this.#projections = isNew ? new ProjectionWriter(connection, stream, queues) : undefined;
  }

  /**
   * Inserts the items that are new, and keeps the steps of all. The server takes in the items of one call while those of the call before
   * are kept and those of the next are read; none is sent before those are in, for a deadlock ends the transaction.
   */
  async addItems(histories: readonly ItemHistory[]): Promise<void> {
    const fresh = histories.flatMap(({ item, known }) => (known ? [] : [item]));
    const statement = fresh.length > 0 ? itemsStatement(this.#connection, this.#stream, fresh) : undefined;
    const keepBefore = await this.#inserting;
    this.#inserting = this.#insertItems(statement, histories);
    // It is waited for in its turn.
    this.#inserting.catch(() => {});
    keepBefore?.();
  }

  /** Returns what is left to do with the items once they are in. */
  async #insertItems(statement: string | undefined, histories: readonly ItemHistory[]): Promise<() => void> {
    const references = histories.flatMap(({ item, known }) => (known ? [] : [item.reference]));
    if (statement !== undefined) await this.#connection.query(statement);
    const ids =
      statement === undefined ? new Map<string, number>() : await readItemIds(this.#connection, references);
    return () => {
      for (const history of histories) {
        const { item, known, steps } = history;
        if (known?.isOnBoard && steps.length > 0) this.#onBoard.push(history);
        this.#keep(history, known?.id ?? (ids.get(item.reference) as number));
      }
    };
  }

  /** Chains of new items begin here. Those of known ones go on at the session's end, where the database looks whether they are whole. */
  #keep({ item: { reference }, known, steps }: ItemHistory, itemId: number): void {
    let hash: Buffer | null = null;
    if (steps.length > 0) this.#itemCount++;
    for (const [index, step] of steps.entries()) {
      const { at, place, reason } = step;
      const [from, to] = [this.#indexOf(step.from), this.#indexOf(step.to)];
      const [fromQueue, fromQueueId] = queueCells(this.#queues, from);
      const [toQueue, toQueueId] = queueCells(this.#queues, to);
      const { login, batchId } = this.#session;
      const actor = step.actor ?? login;
      const row = { occurredAt: at, reference, fromQueue, toQueue, streamId: this.#stream.id, itemId };
      const rest = {
        fromQueueId,
        toQueueId,
        actor,
        reason,
        source: 'import',
        ruleNotes: null,
        login,
        batchId,
      };
      hash = known ? null : chainHash({ ...row, ...rest }, hash);
      const isLast = index === steps.length - 1;
      this.#spool.add({ at, place, itemId, reference, from, to, actor: step.actor, reason, hash, isLast });
    }
  }

  #indexOf(queue: string | null): number {
    return this.#queueIndexes.get(queue) ?? -1;
  }

  /** Writes the log in the order of time, and puts the items where their last step left them: on the board, or off it. */
  async finish(progress: Progress): Promise<void> {
    const keepLast = await this.#inserting;
    keepLast?.();
    await this.#writeLog(progress);
    await this.#placeCards(progress);
  }

  async #writeLog(progress: Progress): Promise<void> {
    progress.stage('Writing the log', this.#spool.count);
    let sent: { steps: SpooledStep[]; firstId: Promise<number> } | undefined;
    let written = 0;
    for (const steps of inParts(this.#spool.inOrder())) {
      // All that is sent is made while the server takes in the rows before; none is sent earlier, for a deadlock ends the transaction.
      const statement = auditStatement(
        this.#connection,
        steps.map((step) => this.#auditRow(step)),
      );
      const calls = this.#projections?.calls() ?? [];
      const before = sent && { steps: sent.steps, firstId: await sent.firstId };
      sent = { steps, firstId: this.#send([...calls, statement]) };
      // It is waited for in its turn.
      sent.firstId.catch(() => {});
      if (before) this.#project(before.steps, before.firstId);
      written += steps.length;
      progress.at(written);
    }
    if (sent) this.#project(sent.steps, await sent.firstId);
    await this.#send(this.#projections?.calls(true) ?? []);
  }

  /** Sends statements one after the other; returns the first id of the rows that the last one inserted. */
  async #send(statements: readonly string[]): Promise<number> {
    let insertId = 0;
    for (const statement of statements)
      [{ insertId }] = await this.#connection.query<ResultSetHeader>(statement);
    return insertId;
  }

  #project(steps: readonly SpooledStep[], firstId: number): void {
    for (const [index, step] of steps.entries())
      this.#projections?.add(step, firstId + index * this.#session.idStep);
  }

  #auditRow({ at, reference, from, to, itemId, actor, reason, hash }: SpooledStep) {
    const { login, batchId } = this.#session;
    const [fromQueue, fromQueueId] = queueCells(this.#queues, from);
    const [toQueue, toQueueId] = queueCells(this.#queues, to);
    const moved = [
      sqlInstant(at),
      reference,
      fromQueue,
      toQueue,
      this.#stream.id,
      itemId,
      fromQueueId,
      toQueueId,
    ];
    // The source keeps the projecting of single rows out of it.
    return [...moved, actor ?? login, reason, 'import', login, batchId, hash && Buffer.from(hash)];
  }

  async #placeCards(progress: Progress): Promise<void> {
    const known = new Set(this.#onBoard.map(({ item }) => item.reference));
    progress.stage('Placing items on the board', this.#itemCount);
    let placed = 0;
    for (const history of this.#onBoard) await moveCard(this.#connection, history);
    for (const steps of inParts(this.#spool.lasts())) {
      const cards = steps.filter(({ to, reference }) => to >= 0 && !known.has(reference));
      await insertCards(
        this.#connection,
        cards.map(({ reference, to, at }) => [reference, queueCells(this.#queues, to)[0], sqlInstant(at)]),
      );
      placed += steps.length;
      progress.at(placed);
    }
  }

  close(): void {
    this.#spool.close();
  }
}

function* inParts(steps: Iterable<SpooledStep>): Generator<SpooledStep[]> {
  let part: SpooledStep[] = [];
  for (const step of steps) {
    part.push(step);
    if (part.length < rowsAtOnce) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
