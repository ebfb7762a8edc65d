import {
  createBoard,
  createTestDatabase,
  enter,
  move,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';

const questions = [
  ['/v1/cumulative-flow', { interval: 'hour' }],
  ['/v1/lead-time', {}],
  ['/v1/lead-time/items', {}],
  ['/v1/ageing', {}],
  ['/v1/work-items', {}],
  ['/v1/flow', {}],
  ['/v1/audit-log', {}],
  ['/v1/queues', {}],
] as const;

describe.each(serviceDatabases())('answers on $name', (server) => {
  let database: TestDatabase;
  let keeping: ReturnType<typeof appUnderTest>;
  let making: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
    await database.pool.query('UPDATE wip_limits SET wip_limit = -1');
    await enter(database.pool, 'backlog', ...'abcdefgh');
    keeping = appUnderTest(database.url, {}, { connectionLimit: 6, answerCache: 64 });
    making = appUnderTest(database.url, {}, { connectionLimit: 3 });
    // Ids and times of what is asked are of the past; the clock stands still, so that an answer is decided by its tag to the byte.
    const soon = (Date.now() + 3_600_000) * 1000;
    keeping.setNow(soon);
    making.setNow(soon);
  });
  afterAll(async () => {
    await keeping?.close();
    await making?.close();
    await database?.drop();
  });

  const countsOf = async () => {
    const { values } = await keeping.measurements.answers.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.from, value]));
  };

  test('answers of one tag are the same, kept or made, while others change the board', {
    timeout: 120_000,
  }, async () => {
    const byTag = new Map<string, Set<string>>();
    let isOver = false;
    const ask = async (api: typeof keeping) => {
      for (let n = 0; !isOver; n++) {
        const [path, query] = questions[n % questions.length] as (typeof questions)[number];
        const response = await api.app.request(addressOf(path, query));
        const tag = `${path} ${response.headers.get('ETag')}`;
        byTag.set(tag, (byTag.get(tag) ?? new Set()).add(await response.text()));
      }
    };
    const change = async (reference: string, queues: readonly string[]) => {
      const client = await database.pool.getConnection();
      for (let n = 0; n < 30; n++) {
        await client.beginTransaction();
        await move(client, reference, queues[n % queues.length] as string);
        await client.query('UPDATE work_items SET short_desc = ? WHERE reference = ?', [`${n}`, reference]);
        await client.query(n % 5 === 4 ? 'ROLLBACK' : 'COMMIT');
      }
      client.release();
    };
    const asking = [ask(keeping), ask(keeping), ask(keeping), ask(making), ask(making)];
    const ways = ['triage', 'development', 'production'];
    await Promise.all([...'abcd'].map((reference) => change(reference, ways))).finally(() => {
      isOver = true;
    });
    await Promise.all(asking);
    const different = [...byTag].filter(([, bodies]) => bodies.size > 1).map(([tag]) => tag);
    expect(different).toEqual([]);
    expect(byTag.size).toBeGreaterThan(2 * questions.length);
  });

  test('after a change that was committed nobody gets what was before it', async () => {
    for (let n = 0; n < 20; n++) {
      const description = `said ${n}`;
      const before = Array.from({ length: 5 }, () => keeping.app.request('/v1/work-items'));
      await database.pool.query("UPDATE work_items SET short_desc = ? WHERE reference = 'e'", [description]);
      const after = await Promise.all(
        Array.from({ length: 5 }, async () => (await keeping.app.request('/v1/work-items')).text()),
      );
      for (const text of after) expect(text).toContain(description);
      await Promise.all(before);
    }
  });

  test('a question that two hundred ask at once is answered once', async () => {
    await database.pool.query("UPDATE work_items SET short_desc = 'once' WHERE reference = 'e'");
    const before = await countsOf();
    const responses = await Promise.all(
      Array.from({ length: 200 }, () => keeping.app.request('/v1/flow?from=2026-01-01')),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(await Promise.all(responses.map((each) => each.text()))).size).toBe(1);
    const after = await countsOf();
    expect(Number(after.made) - Number(before.made)).toBe(1);
    const from = (name: string) => Number(after[name] ?? 0) - Number(before[name] ?? 0);
    expect(from('shared') + from('kept')).toBe(199);
  });

  test('one who goes away does not end the answer for others', async () => {
    const gone = new AbortController();
    const address = '/v1/flow?from=2025-01-01';
    const first = Promise.resolve(keeping.app.request(address, { signal: gone.signal })).catch(() => null);
    const others = [keeping.app.request(address), keeping.app.request(address)];
    gone.abort();
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200]);
    await first;
  });

  test('an error is answered to those who asked then, and is not kept', async () => {
    const path = '/v1/queues?stream=later';
    const refused = await Promise.all([keeping.app.request(path), keeping.app.request(path)]);
    expect(refused.map(({ status }) => status)).toEqual([404, 404]);
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('later')");
    expect((await keeping.app.request(path)).status).toBe(200);
  });

  test('other parameters, formats and minutes are other answers', async () => {
    const tagOf = async (address: string, headers: Record<string, string> = {}) =>
      (await keeping.app.request(address, { headers })).headers.get('ETag');
    const tags = [
      await tagOf('/v1/ageing'),
      await tagOf('/v1/ageing?measure=lead'),
      await tagOf('/v1/ageing', { Accept: 'text/csv' }),
      await tagOf('/v1/lead-time?format=csv'),
      await tagOf('/v1/sla?rows=open&format=csv'),
    ];
    expect(tags).not.toContain(null);
    keeping.setNow((Date.now() + 3_600_000 + 61_000) * 1000);
    tags.push(await tagOf('/v1/ageing'));
    expect(new Set(tags).size).toBe(tags.length);
    expect(await tagOf('/v1/lead-time?format=csv')).toBe(tags[3]);
  });

  test('while bulk work goes on, a tag tells of the answer, and nothing is kept', async () => {
    const client = await database.pool.getConnection();
    await client.query('CALL begin_bulk()');
    try {
      const [first, second] = [
        await keeping.app.request('/v1/queues'),
        await keeping.app.request('/v1/flow'),
      ];
      expect([first.status, second.status]).toEqual([200, 200]);
      const before = await countsOf();
      await keeping.app.request('/v1/flow');
      expect((await countsOf()).made).toBe(Number(before.made) + 1);
    } finally {
      await client.query('CALL end_bulk()');
      client.release();
    }
  });
});
