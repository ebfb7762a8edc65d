import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ApiFailure } from '@kanban/api';
import { enter, serviceDatabases } from '@kanban/schema/testing';
import { layCable } from '@kanban/schema/testing/cable';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../../../../scripts/servers/until.mjs';
import { boardUnderTest } from '../testing/board-under-test.ts';

const main = new URL('../main.ts', import.meta.url).pathname;

describe.each(serviceDatabases())('a write that something happens to, on $name', (server) => {
  const board = boardUnderTest(server);
  const children = new Set<ChildProcess>();
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  /** A process of its own, as it runs in earnest. */
  async function run(env: Record<string, string>) {
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ...board.settings(env),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.add(child);
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
      if (msg === 'listening') return { url: `http://127.0.0.1:${port}`, child, ended };
    }
    throw new Error('it ended before it listened');
  }

  test('killed between commit and answer, the API has moved the card once, however often the move is sent', async () => {
    const { pool } = board.database;
    await enter(pool, 'backlog', 'a');
    const once = { key: randomUUID() };
    const asked = { reference: 'a', body: { queue: 'test', from: 'backlog' } };
    const dying = await run({ KANBAN_FAIL_POINT: 'board committed' });
    await expect(board.as('ann', dying.url).call('move', asked, once)).rejects.toMatchObject({
      reason: 'away',
    });
    expect(await dying.ended).toEqual([null, 'SIGKILL']);

    const answers = [];
    for (let time = 0; time < 3; time++) answers.push(await board.as('ann').call('move', asked, once));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ from: 'backlog', queue: 'test' });
    const [rows] = await pool.query<RowDataPacket[]>(
      "SELECT from_queue, to_queue, actor FROM audit_log WHERE reference = 'a' ORDER BY id",
    );
    expect(rows.slice(1)).toEqual([{ from_queue: 'backlog', to_queue: 'test', actor: 'ann' }]);
  });

  test('the API stops by itself within ten seconds of SIGTERM, with an answer under way', async () => {
    const { pool } = board.database;
    await enter(pool, 'backlog', 'b');
    const { url, child, ended } = await run({});
    const holder = await pool.getConnection();
    await holder.query('START TRANSACTION');
    await holder.query("SELECT * FROM queues WHERE reference = 'b' FOR UPDATE");
    const waiting = board
      .as('ann', url)
      .call('move', { reference: 'b', body: { queue: 'uat' } }, { key: randomUUID() });
    waiting.catch(() => {});
    const startedAt = performance.now();
    child.kill('SIGTERM');
    await ended;
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await holder.query('ROLLBACK');
    holder.release();
  });

  /** Somebody who locks a card until told to let go. */
  async function lock(reference: string) {
    const holder = await board.database.pool.getConnection();
    await holder.query('START TRANSACTION');
    await holder.query('SELECT * FROM queues WHERE reference = ? FOR UPDATE', [reference]);
    return async () => {
      await holder.query('ROLLBACK');
      holder.release();
    };
  }

  const waiting = async () => {
    const [rows] = await board.database.pool.query<RowDataPacket[]>(
      `SELECT id FROM information_schema.processlist
       WHERE db = DATABASE() AND info LIKE 'SELECT queue_name AS queue FROM queues WHERE reference%FOR UPDATE'`,
    );
    return rows[0]?.id as number | undefined;
  };
  const moves = async (reference: string) => {
    const [rows] = await board.database.pool.query<RowDataPacket[]>(
      'SELECT to_queue AS queue FROM audit_log WHERE reference = ? ORDER BY id',
      [reference],
    );
    return rows.map(({ queue }) => queue);
  };
  const told = (asked: Promise<unknown>) => asked.catch((failure: ApiFailure) => failure.problem);

  test('a connection that the database ends in the middle of a move is not noticed by the person', async () => {
    await enter(board.database.pool, 'backlog', 'c');
    const letGo = await lock('c');
    const asked = { reference: 'c', body: { queue: 'test' } };
    const moved = board.as('ann').call('move', asked, { key: randomUUID() });
    await board.database.pool.query(`KILL ${await until(waiting)}`);
    await letGo();
    expect(await moved).toMatchObject({ from: 'backlog', queue: 'test' });
    expect(await moves('c')).toEqual(['backlog', 'test']);
  });

  test.each(['cut', 'freeze'] as const)(
    'a database that goes away in the middle of a move (%s) is told in time; the same key then does it once',
    async (fault) => {
      const reference = `away-${fault}`;
      await enter(board.database.pool, 'backlog', reference);
      const cable = await layCable(board.settings().DATABASE_URL ?? '');
      const url = await board.start({ DATABASE_URL: cable.url, DATABASE_DEADLINE_SECONDS: '1' });
      const once = { key: randomUUID() };
      const asked = { reference, body: { queue: 'uat', from: 'backlog' } };
      const letGo = await lock(reference);
      const first = told(board.as('ann', url).call('move', asked, once));
      await until(waiting);
      const goneAt = performance.now();
      cable[fault]();
      expect(await first).toMatchObject({
        status: 503,
        type: 'urn:kanban-flow:problem:database-unavailable',
      });
      // Two attempts of a second each, whatever else the machine does meanwhile.
      expect(performance.now() - goneAt).toBeLessThan(6_000);
      // Nor does any other request hang, and its connection with it.
      expect(await told(board.as('ann', url).call('item', { reference }))).toMatchObject({ status: 503 });
      await letGo();
      cable.cut();
      await cable.mend();
      // The database may be at the first one still: then the person is told that it runs.
      const answer = await until(async () => {
        const again = (await told(board.as('ann', url).call('move', asked, once))) as { type?: string };
        return again.type === undefined ? again : undefined;
      });
      expect(answer).toMatchObject({ from: 'backlog', queue: 'uat' });
      expect(await moves(reference)).toEqual(['backlog', 'uat']);
      cable.close();
    },
  );
});
