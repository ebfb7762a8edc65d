import { createPool } from '@kanban/schema';
import { createTestDatabase, readerDatabases, type TestServer } from '@kanban/schema/testing';
import type { Pool } from 'mysql2/promise';
import { checkOut } from '../checkout.ts';
import { type Benchmark, median } from '../measurement.ts';

const connections = 8;
const cardsPerMover = 50;
const queues = [
  ['options', 'backlog'],
  ['ready', 'buffer'],
  ['build', 'active'],
  ['review', 'active'],
  ['test', 'active'],
  ['live', 'delivered'],
] as const;

interface Board {
  readonly pool: Pool;
  readonly rates: number[];
  /** Moves each connection has made. */
  readonly steps: number[];
  drop(): Promise<void>;
}

/**
 * Moves a second on a board of the working tree, beside one of another commit on the same server: 400 cards through six
 * queues without limits, by eight connections. The two take turns lap by lap and in changing order, and the ratio is the
 * median of the pairs: what else the machine does meets both. Gives nothing without `against`.
 */
export const movesAgainst: Benchmark = async function* ({ quick, log, against }) {
  if (against === undefined) {
    log('left out: needs --against REVISION');
    return;
  }
  const [seconds, pairs] = quick ? [1, 5] : [3, 15];
  const theirs = await checkOut(against);
  try {
    for (const server of readerDatabases()) {
      const boards: Board[] = [];
      try {
        boards.push(await boardOfWorkingTree(server), await boardOf(server, theirs.migrate));
        const [ours, other] = boards as [Board, Board];
        for (const board of boards) await moveFor(seconds, board);
        for (let pair = 0; pair < pairs; pair++) {
          for (const board of pair % 2 === 0 ? [ours, other] : [other, ours])
            board.rates.push(await moveFor(seconds, board));
          log(
            `${server.name}: ${Math.round(ours.rates[pair] ?? 0)} against ${Math.round(other.rates[pair] ?? 0)}`,
          );
        }
        yield {
          name: `moves against ${theirs.name}`,
          server: server.name,
          unit: '/s',
          ours: median(ours.rates),
          baselineName: 'the other commit',
          baseline: median(other.rates),
          ratio: median(ours.rates.map((rate, pair) => rate / (other.rates[pair] ?? Number.NaN))),
          aim: '≥ 0.9',
        };
      } finally {
        for (const board of boards) await board.drop();
      }
    }
  } finally {
    await theirs.remove();
  }
};

async function boardOfWorkingTree(server: TestServer): Promise<Board> {
  const database = await createTestDatabase(server, { connectionLimit: 1 });
  return fill(database.url, () => database.drop());
}

async function boardOf(server: TestServer, migrate: (url: string) => Promise<void>): Promise<Board> {
  const address = new URL(server.adminUrl);
  address.pathname = `/kanban_against_${process.pid}`;
  await migrate(address.href);
  return fill(address.href, async () => {
    const pool = createPool(server.adminUrl, { connectionLimit: 1 });
    await pool.query('DROP DATABASE ??', [address.pathname.slice(1)]);
    await pool.end();
  });
}

/** By the SQL of every version. */
async function fill(url: string, drop: () => Promise<void>): Promise<Board> {
  const pool = createPool(url, { connectionLimit: connections });
  const limits = queues.map(([name, kind], index) => [name, -1, 100 + index, kind]);
  await pool.query('INSERT INTO wip_limits (queue_name, wip_limit, position, kind) VALUES ?', [limits]);
  for (let card = 0; card < connections * cardsPerMover; card++) {
    await pool.query('INSERT INTO work_items (reference) VALUES (?)', [`card-${card}`]);
    await pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
      `card-${card}`,
      queues[0][0],
    ]);
  }
  const end = async () => {
    await pool.end();
    await drop();
  };
  return { pool, rates: [], steps: Array.from({ length: connections }, () => 0), drop: end };
}

/** Each connection takes its own cards in turn and moves each to the next queue. Returns the moves a second. */
async function moveFor(seconds: number, { pool, steps }: Board): Promise<number> {
  const before = steps.reduce((sum, step) => sum + step, 0);
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(
    steps.map(async (from, mover) => {
      let step = from;
      for (; performance.now() < until; step++) {
        const [queue] = queues[(Math.floor(step / cardsPerMover) + 1) % queues.length] ?? [];
        const card = mover * cardsPerMover + (step % cardsPerMover);
        await pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, `card-${card}`]);
      }
      steps[mover] = step;
    }),
  );
  const moved = steps.reduce((sum, step) => sum + step, 0) - before;
  return (moved / (performance.now() - start)) * 1000;
}
