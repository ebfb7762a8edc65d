import { createHash } from 'node:crypto';
import { inTransaction, rowsAs } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import { deleteInParts } from '../delete-in-parts.ts';
import type { Database } from '../in-time.ts';
import { actAs } from './act-as.ts';

/** Deadlocks and lock waits are ours to repeat: no person sees one. */
const RETRIES = 10;
const KEPT_HOURS = 24;

export interface WriteRequest {
  /** Who acts: the name that `@kanban_actor` says. */
  readonly person: string;
  readonly key: string;
  /** Method, path and body: what the key stands for. */
  readonly request: string;
  readonly reason?: string | undefined;
  readonly fastTrack?: boolean | undefined;
}

export interface Written<Answer> {
  readonly answer: Answer;
  /** It was done before, by the same key. */
  readonly isReplayed: boolean;
}

/**
 * Does `work` in one transaction with the row of its key, so that it is done once, however often it is sent and whoever dies
 * meanwhile. A refusal rolls back the row too: nothing was done. Throws Refused for a key that is running or was used otherwise.
 */
export async function write<Answer>(
  { pool, config }: Database,
  asked: WriteRequest,
  work: (connection: PoolConnection) => Promise<Answer>,
): Promise<Written<Answer>> {
  const hash = createHash('sha256').update(asked.request).digest();
  let attempts = 0;
  const written = await inTransaction<Written<Answer>>(
    pool,
    async (connection) => {
      await actAs(connection, asked);
      attempts += 1;
      // Who has the key now may be our last attempt, whose connection the database has ended and not yet rolled back.
      const known = await answerOf(connection, asked, hash, { waits: attempts > 1 });
      if (known !== undefined) return { answer: JSON.parse(known) as Answer, isReplayed: true };
      await claim(connection, asked, hash);
      const answer = await work(connection);
      await connection.query(
        'UPDATE idempotency_keys SET answer = ? WHERE person = ? AND idempotency_key = ?',
        [JSON.stringify(answer), asked.person, asked.key],
      );
      return { answer, isReplayed: false };
    },
    {
      isolation: 'READ COMMITTED',
      retries: RETRIES,
      deadlineMs: config.databaseDeadlineMs,
      // Nobody waits longer than for two attempts, and no request holds a connection for one who has gone.
      startWithinMs: config.databaseDeadlineMs,
    },
  );
  failPoint('board committed');
  return written;
}

/** What the key was answered with; undefined: it is new, or a day old. */
async function answerOf(
  connection: PoolConnection,
  { person, key }: WriteRequest,
  hash: Buffer,
  { waits }: { waits: boolean },
) {
  let rows: RowDataPacket[];
  try {
    [rows] = await connection.query<RowDataPacket[]>(
      `SELECT request_hash AS hash, answer, done_at < UTC_TIMESTAMP(6) - INTERVAL ${KEPT_HOURS} HOUR AS isOld
       FROM idempotency_keys WHERE person = ? AND idempotency_key = ? FOR UPDATE ${waits ? '' : 'NOWAIT'}`,
      [person, key],
    );
  } catch (error) {
    if (isLocked(error)) throw running();
    throw error;
  }
  const [known] = rowsAs<{ hash: Buffer; answer: string; isOld: number }>(rows);
  if (!known) return undefined;
  if (known.isOld === 1) {
    await connection.query('DELETE FROM idempotency_keys WHERE person = ? AND idempotency_key = ?', [
      person,
      key,
    ]);
    return undefined;
  }
  if (!known.hash.equals(hash)) {
    throw new Refused('key-reused', {
      detail: 'This Idempotency-Key was used for another request.',
      parameter: 'Idempotency-Key',
      allowed: 'a new key for each thing a person does',
    });
  }
  return known.answer;
}

async function claim(connection: PoolConnection, { person, key }: WriteRequest, hash: Buffer): Promise<void> {
  try {
    await connection.query(
      `INSERT INTO idempotency_keys (person, idempotency_key, request_hash, answer, done_at)
       VALUES (?, ?, ?, '', UTC_TIMESTAMP(6))`,
      [person, key, hash],
    );
  } catch (error) {
    // Between our look and this insert the same request came in, and has been done: its repetition gets the answer.
    if ((error as { errno?: number }).errno === 1062) throw running();
    throw error;
  }
}

/** NOWAIT: 3572 on MySQL; on MariaDB the number of a lock wait that took too long. */
function isLocked(error: unknown): boolean {
  return [3572, 1205].includes((error as { errno?: number }).errno ?? 0);
}

function running(): Refused {
  return new Refused('key-running', {
    detail: 'The same request is still running. Repeat it in a moment, with the same key.',
    parameter: 'Idempotency-Key',
  });
}

/** Deletes keys that are a day old, a part at a time; repeated by a timer. */
export async function sweepKeys(database: Database): Promise<void> {
  await deleteInParts(
    database,
    `DELETE FROM idempotency_keys WHERE done_at < UTC_TIMESTAMP(6) - INTERVAL ${KEPT_HOURS} HOUR`,
  );
}
