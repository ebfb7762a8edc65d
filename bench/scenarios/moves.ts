import { createPool } from '@kanban/schema';
import {
  createTestDatabase,
  enter,
  type TestDatabase,
  type TestServer,
  testDatabases,
} from '@kanban/schema/testing';
import type { Pool } from 'mysql2/promise';
import { type Benchmark, median } from '../measurement.ts';

const connections = 8;
const items = 2000;
const queues = ['one', 'two', 'three', 'four', 'five'];

interface Board {
  readonly name: 'bare' | 'last release' | 'no rules' | 'all rules';
  readonly database: TestDatabase;
  readonly table: string;
  readonly movers: Pool;
  readonly rates: number[];
  /** Moves each connection has made; its laps go on from round to round, so that each move is one the workflow lists. */
  steps: number[];
}

/**
 * Moves a second, of 2,000 items between five queues by eight connections: on a copy of the table without triggers and
 * foreign keys; on a board of the last release; on a board of this version where nobody uses a rule; and where all
 * rules are on, each item is assigned and each move is one the workflow lists. Every statement really moves its item.
 */
export const moves: Benchmark = async function* ({ quick, log }) {
  const seconds = quick ? 2 : 8;
  for (const server of testDatabases()) {
    const boards = await makeBoards(server);
    try {
      for (let round = 0; round < 4; round++) {
        for (const board of boards) {
          const rate = (await moveFor(seconds, board)) / seconds;
          if (round > 0) board.rates.push(rate);
          log(`${server.name} ${board.name}: ${Math.round(rate)} a second`);
        }
      }
      const rateOf = (name: Board['name']) =>
        median(boards.find((board) => board.name === name)?.rates ?? []);
      const compare = (name: string, ours: Board['name'], baseline: Board['name'], aim: string) => ({
        name,
        server: server.name,
        unit: '/s',
        ours: rateOf(ours),
        baselineName: baseline === 'bare' ? 'bare UPDATE' : 'the last release',
        baseline: rateOf(baseline),
        ratio: rateOf(ours) / rateOf(baseline),
        aim,
      });
      yield compare('moves with all triggers', 'no rules', 'bare', '≥ 0.2');
      yield compare('moves, no rule in use', 'no rules', 'last release', '≥ 0.7');
      yield compare('moves, all rules on', 'all rules', 'last release', '≥ 0.7');
    } finally {
      for (const board of boards) {
        await board.movers.end();
        if (board.name !== 'bare') await board.database.drop();
      }
    }
  }
};

async function makeBoards(server: TestServer): Promise<Board[]> {
  const before = await createTestDatabase(server, { ofLastRelease: true });
  await before.empty();
  const plain = await createTestDatabase(server);
  const ruled = await createTestDatabase(server);
  for (const { pool } of [before, plain, ruled]) {
    const limits = queues.map((name, index) => [name, index % 2 === 0 ? -1 : 5000]);
    await pool.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [limits]);
    await enter(pool, 'one', ...Array.from({ length: items }, (_, n) => `item-${n}`));
  }
  await plain.pool.query('CREATE TABLE bare_queues LIKE queues');
  await plain.pool.query('INSERT INTO bare_queues SELECT * FROM queues');
  await turnOnAllRules(ruled.pool);
  const board = (name: Board['name'], database: TestDatabase, table = 'queues'): Board => {
    const movers = createPool(database.url, { connectionLimit: connections });
    const steps = Array.from({ length: connections }, () => 0);
    return { name, database, table, movers, rates: [], steps };
  };
  return [
    board('bare', plain, 'bare_queues'),
    board('last release', before),
    board('no rules', plain),
    board('all rules', ruled),
  ];
}

async function turnOnAllRules(pool: Pool): Promise<void> {
  const next = queues.map((name, index) => [name, queues[(index + 1) % queues.length]]);
  await pool.query('INSERT INTO transitions (from_queue, to_queue) VALUES ?', [next]);
  await pool.query("INSERT INTO person_limits (assignee, wip_limit) VALUES ('', 5000)");
  await pool.query("UPDATE work_items SET assignee = CONCAT('person-', id MOD 20)");
  const switches = ['wip_limits', 'transitions', 'person_limits', 'blocks', 'dependencies'];
  const rows = switches.map((name) => [`enforce_${name}`, 'on']);
  await pool.query(
    'INSERT INTO settings (name, value) VALUES ? ON DUPLICATE KEY UPDATE value = VALUES(value)',
    [rows],
  );
}

/** Each connection takes its own items in turn and moves each to the next queue. Returns how many were moved. */
async function moveFor(seconds: number, board: Board): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const perMover = items / connections;
  const sql = `UPDATE ${board.table} SET queue_name = ?, moved_at = UTC_TIMESTAMP(6) WHERE reference = ?`;
  const ends = board.steps.map(async (from, mover) => {
    let step = from;
    while (performance.now() < until) {
      const item = mover * perMover + (step % perMover);
      const to = queues[(Math.floor(step / perMover) + 1) % queues.length];
      await board.movers.query(sql, [to, `item-${item}`]);
      step++;
    }
    return step;
  });
  const before = board.steps;
  board.steps = await Promise.all(ends);
  return board.steps.reduce((sum, step, mover) => sum + step - (before[mover] ?? 0), 0);
}
