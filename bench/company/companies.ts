import {
  createCompany,
  createTestDatabase,
  renewStatistics,
  type TestDatabase,
  type TestServer,
} from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { timeMs } from '../measurement.ts';

export interface BenchCompany {
  readonly server: string;
  readonly database: TestDatabase;
  /** Rows in its log. */
  readonly rows: number;
  /** Days from its first row to its last. */
  readonly days: number;
  /** One of its two big streams. */
  readonly stream: string;
}

/** The smallest one, with some 100,000 rows in its log. */
const [ITEMS_OF_SMALL, ITEMS_OF_BIG, DAYS] = [80, 4_000, 109];

const made = new Map<string, Promise<BenchCompany>>();

/**
 * A company of a hundred streams with `tens` times ten times the rows of the smallest one. It is made once on each server, however
 * many benchmarks ask for it.
 */
export function companyOf(
  server: TestServer,
  tens: 0 | 1 | 2,
  log: (line: string) => void,
): Promise<BenchCompany> {
  const name = `${server.name} ${tens}`;
  const there = made.get(name);
  if (there) return there;
  const making = make(server, 10 ** tens, log);
  made.set(name, making);
  return making;
}

/** Drops all of them. Those that could not be made are gone already. */
export async function dropCompanies(): Promise<void> {
  for (const each of await Promise.allSettled(made.values()))
    if (each.status === 'fulfilled') await each.value.database.drop();
}

async function make(server: TestServer, times: number, log: (line: string) => void): Promise<BenchCompany> {
  const database = await createTestDatabase(server);
  const days = DAYS * times;
  const size = { streams: 100, itemsOfSmall: ITEMS_OF_SMALL * times, itemsOfBig: ITEMS_OF_BIG * times, days };
  let stream = '';
  const ms = await timeMs(async () => {
    ({
      big: [stream],
    } = await createCompany(database.pool, size));
  });
  await renewStatistics(database.pool);
  const [[counted]] = await database.pool.query<RowDataPacket[]>('SELECT COUNT(*) AS count FROM audit_log');
  const rows = Number(counted?.count);
  log(`${server.name}: a hundred streams, ${rows} rows in the log, in ${Math.round(ms / 1000)} s`);
  return { server: server.name, database, rows, days, stream };
}
