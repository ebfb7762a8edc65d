import type { Instant } from '@kanban/domain/instant';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { inTransaction } from '../../transaction.ts';
import { writePastTriggers } from '../past-triggers.ts';
import { insertCards, insertItems, insertLog } from './insert-history.ts';
import { companyQueues, planStream } from './plan-stream.ts';

export interface CompanySize {
  /** All value streams, the big and the quiet ones included. */
  readonly streams: number;
  readonly itemsOfSmall: number;
  readonly itemsOfBig: number;
  readonly days: number;
}

export interface Company {
  /** Two streams with most of the items, busy to the last minute as all but `quiet`. */
  readonly big: readonly [string, string];
  readonly small: readonly string[];
  /** A stream whose history ended before that of all others began. */
  readonly quiet: string;
  readonly endsAt: Instant;
}

/** A hundred streams with some 25,000 rows in the log, made in seconds. */
export const smallCompany: CompanySize = { streams: 100, itemsOfSmall: 20, itemsOfBig: 1_200, days: 90 };

/**
 * Fills an empty board with a company: a hundred streams in one database, whose rows of the log lie between each other in the
 * order of time. `kanban verify` finds nothing wrong with it. `onStart` is called when the first stream is there, the quiet
 * one: for statistics of a board that was small once.
 */
export async function createCompany(
  pool: Pool,
  size: CompanySize,
  onStart: () => Promise<void> = async () => {},
): Promise<Company> {
  const [[clock]] = await pool.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now');
  const endsAt = clock?.now as Instant;
  const { streams, itemsOfSmall, itemsOfBig, days } = size;
  const past = planStream('quiet', {
    items: itemsOfSmall,
    days: Math.min(days, 365),
    endsAt: endsAt - (days + 90) * 86_400_000_000,
  });
  const present = Array.from({ length: streams - 1 }, (_, n) => {
    const isBig = n === 10 || n === 40;
    const name = isBig ? `big-${n}` : `team-${String(n).padStart(3, '0')}`;
    return planStream(name, { items: isBig ? itemsOfBig : itemsOfSmall, days, endsAt });
  });
  const write = async (planned: typeof present) => {
    await insertStreams(
      pool,
      planned.map(({ name }) => name),
    );
    await inBulk(pool, async (connection) => {
      const itemIds = await insertItems(
        connection,
        planned.flatMap(({ items }) => items),
      );
      const steps = planned.flatMap((stream) => stream.steps);
      steps.sort((a, b) => a.at - b.at);
      await insertLog(connection, steps, itemIds);
      await insertCards(connection, steps);
    });
  };
  await write([past]);
  await onStart();
  await write(present);
  // As if it had been written while it happened: housekeeping leaves alone what an import has just brought.
  await writePastTriggers(
    pool,
    'import_batches',
    "UPDATE import_batches SET recorded_at = '2001-01-01', started_at = '2001-01-01'",
  );
  const names = present.map(({ name }) => name);
  const [one, other] = names.filter((name) => name.startsWith('big'));
  return {
    big: [one as string, other as string],
    small: names.filter((name) => name.startsWith('team')),
    quiet: past.name,
    endsAt,
  };
}

async function insertStreams(pool: Pool, names: readonly string[]): Promise<void> {
  await inTransaction(pool, async (connection) => {
    await connection.query('INSERT INTO value_streams (name, time_zone) VALUES ?', [
      names.map((name) => [name, 'Europe/Berlin']),
    ]);
    const queues = names.flatMap((name) =>
      companyQueues.map(([queue, kind], place) => [name, queue, place + 1, kind]),
    );
    await connection.query('INSERT INTO wip_limits (value_stream, queue_name, position, kind) VALUES ?', [
      queues,
    ]);
    await connection.query(
      'INSERT INTO sla_policies (value_stream, class_of_service, target_hours) VALUES ?',
      [names.flatMap((name) => ['expedite', 'standard'].map((each, n) => [name, each, 72 + n * 96]))],
    );
  });
}

/** In a transaction, whose end counts and projects all of it. */
async function inBulk(pool: Pool, work: (connection: PoolConnection) => Promise<void>): Promise<void> {
  await inTransaction(
    pool,
    async (connection) => {
      await connection.query('CALL begin_bulk()');
      await work(connection);
      await connection.query(
        `SET SESSION innodb_lock_wait_timeout = 300, sort_buffer_size = 16777216,
                     tmp_table_size = 268435456, max_heap_table_size = 268435456`,
      );
      await connection.query('CALL end_bulk()');
    },
    { isolation: 'READ COMMITTED' },
  );
}
