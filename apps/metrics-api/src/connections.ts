import { createPool, type Database } from '@kanban/schema';
import { Kysely, MysqlDialect } from 'kysely';
import type { PoolConnection } from 'mysql2';
import { statementBegins } from './load/timed.ts';
import type { Measurements } from './measurements.ts';
import { createSlots, type Slots } from './slots.ts';

/** A request waits this long for a connection that others have. */
const WAIT_MS = 10_000;
/** A statement that takes longer has no server behind it any more, or none that is of use. */
const STATEMENT_MS = 60_000;
/** Streamed answers leave the others this many connections. */
const KEPT_FOR_SHORT_ANSWERS = 4;

export interface Connections {
  readonly db: Kysely<Database>;
  /** All are lent: who waits for one waits for other answers, not for the database. */
  isExhausted(): boolean;
  /** For answers that hold a connection for as long as their client reads. */
  readonly streams: Slots;
}

/** A database that did not answer in time; the statement may still be running there. */
export class DatabaseSilent extends Error {
  constructor(withinMs: number) {
    super(`no answer within ${withinMs} ms`);
  }
}

/** Other answers had all connections to the database for too long. */
export class NoConnectionFree extends Error {
  constructor(withinMs: number) {
    super(`no connection was free within ${withinMs} ms`);
  }
}

interface Options {
  readonly connectionLimit: number;
  readonly measurements: Measurements;
  readonly waitMs?: number;
  readonly statementMs?: number;
}

type Lent = (error: Error | null, connection?: unknown) => void;

/**
 * Kysely over a pool whose connections are counted, and never lost: who waits too long for one is told so, and one that does not
 * answer a statement in time is closed, since behind a line that is half open nobody would ever give it back. `db.destroy()`
 * closes them all.
 */
export function connect(url: string, options: Options): Connections {
  const { connectionLimit, measurements, waitMs = WAIT_MS, statementMs = STATEMENT_MS } = options;
  const { pool } = createPool(url, {
    connectionLimit,
    connectTimeoutMs: 5_000,
    applicationName: 'kanban-metrics-api',
    readsOnly: true,
    // So a snapshot is opened by one statement.
    isolation: 'REPEATABLE READ',
    access: 'READ ONLY',
  });
  const { connections, connectionWaits } = measurements;
  let busy = 0;
  const count = (by: number) => {
    busy += by;
    connections.set({ state: 'busy' }, busy);
  };
  connections.set({ state: 'limit' }, connectionLimit);
  count(0);
  pool.on('enqueue', () => connectionWaits.inc());

  function getConnection(lend: Lent): void {
    let isOver = false;
    const overdue = setTimeout(() => {
      isOver = true;
      lend(busy >= connectionLimit ? new NoConnectionFree(waitMs) : new DatabaseSilent(waitMs));
    }, waitMs);
    pool.getConnection((error, connection) => {
      clearTimeout(overdue);
      if (isOver) return connection?.release();
      if (error) return lend(error);
      count(1);
      lend(
        null,
        watched(connection, statementMs, () => count(-1)),
      );
    });
  }

  const dialect = new MysqlDialect({
    pool: { getConnection, end: (done: Lent) => pool.end((error) => done(error)) } as never,
  });
  return {
    db: new Kysely<Database>({ dialect }),
    isExhausted: () => busy >= connectionLimit,
    streams: createSlots(Math.max(1, connectionLimit - KEPT_FOR_SHORT_ANSWERS)),
  };
}

/** What Kysely asks of a connection, each statement within its time. */
function watched(connection: PoolConnection, statementMs: number, onReturn: () => void) {
  let isClosed = false;
  return {
    query(sql: string, parameters: unknown[], answer: (error: Error | null, result?: unknown) => void) {
      if (isClosed) return answer(new DatabaseSilent(statementMs));
      const ended = statementBegins();
      const overdue = setTimeout(() => {
        isClosed = true;
        connection.destroy();
        answer(new DatabaseSilent(statementMs));
      }, statementMs);
      connection.query(sql, parameters, (error, result) => {
        clearTimeout(overdue);
        ended();
        if (!isClosed) answer(error, result);
      });
    },
    release() {
      onReturn();
      if (!isClosed) connection.release();
    },
  };
}
