import { createPool } from '@kanban/schema';
import { createTestDatabase, type TestDatabase, type TestServer } from '@kanban/schema/testing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { writeEvent } from './write-events.ts';

/** A separate board, with a pool like that of relay and notifier. */
export interface LedgerScene {
  readonly database: TestDatabase;
  /** READ COMMITTED. */
  readonly pool: Pool;
  writeEvent(payload: unknown, topic?: string): Promise<number>;
  rows(sql: string, values?: readonly unknown[]): Promise<RowDataPacket[]>;
  /** Empties the tables of the ledger, and the settings and subscriptions that decide about recipients. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const tables = [
  'deliveries',
  'outbox_events',
  'subscriptions',
  'subscription_recipients',
  'collections',
  'rate_windows',
  'settings',
];

/** Creates the database of a scene on `server`. */
export async function setLedgerScene(server: TestServer): Promise<LedgerScene> {
  const database = await createTestDatabase(server);
  const pool = createPool(database.url, { isolation: 'READ COMMITTED' });
  return {
    database,
    pool,
    writeEvent: (payload, topic) => writeEvent(database.pool, payload, topic),
    async rows(sql, values = []) {
      const [found] = await database.pool.query<RowDataPacket[]>(sql, [...values]);
      return found;
    },
    async clear() {
      for (const table of tables) await database.pool.query(`DELETE FROM ${table}`);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
