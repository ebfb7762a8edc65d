import { z } from '@hono/zod-openapi';
import * as contracts from '@kanban/api/contracts';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';
import { parseCsv } from './testing/parse-csv.ts';

const ITEMS = 48;
/** Writes between pages are about these. */
const isTouched = (n: number) => n % 4 === 0;
const touched = Array.from({ length: ITEMS }, (_, n) => n).filter(isTouched);

/** Beside the defaults: what else a list can be asked for. */
const more: Readonly<Record<string, readonly Record<string, string>[]>> = {
  '/v1/lead-time/items': [
    { sort: 'longest' },
    { measure: 'cycle', type: 'story' },
    { startQueue: 'build', endQueue: 'done', dayCount: 'inclusive', sort: 'longest' },
    { fromMs: '0.001', toMs: '86400000' },
  ],
  '/v1/sla/items': [{ sort: 'latest' }, { rows: 'open' }],
  '/v1/sla/budget/items': [{ rows: 'decisions', from: '2020-01-01', to: '2020-01-31' }],
  '/v1/work-items': [{ sort: 'deadline' }, { measure: 'lead', sort: 'timeInQueue' }],
  '/v1/audit-log': [{ reference: 'I-3' }],
};

/** Every path that answers in pages, so that no new one is forgotten. */
const lists = Object.values(contracts).flatMap((contract) => {
  if (typeof contract !== 'object' || !('request' in contract)) return [];
  const { content } = contract.responses[200];
  if (!('application/json' in content)) return [];
  const answer = content['application/json'].schema;
  return answer instanceof z.ZodObject && 'nextPage' in answer.shape ? [contract.path] : [];
});
const asked = lists.flatMap((path) => [{}, ...(more[path] ?? [])].map((query) => [path, query] as const));

type Row = Record<string, unknown>;

describe.each(readerDatabases())('lists on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;
  beforeAll(async () => {
    api = appUnderTest(database.url);
    await database.pool.query(
      "INSERT INTO wip_limits (queue_name, wip_limit, kind) VALUES ('todo', -1, 'backlog'), ('build', -1, 'active'), ('done', -1, 'delivered')",
    );
    for (let n = 0; n < ITEMS; n++) {
      await database.pool.query(
        'INSERT INTO work_items (reference, short_desc, type, date_due) VALUES (?, ?, ?, ?)',
        [
          `I-${n}`,
          `Item ${n}`,
          n % 3 === 0 ? 'story' : 'bug',
          `${n % 12 === 5 ? 2099 : 2020}-01-0${1 + (n % 7)} 12:00:00`,
        ],
      );
      await database.pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
        `I-${n}`,
        'todo',
      ]);
      if (n % 5 === 1)
        await database.pool.query("UPDATE work_items SET blocked_reason = 'vendor' WHERE reference = ?", [
          `I-${n}`,
        ]);
      for (const queue of n % 6 === 5 ? ['build'] : ['build', 'done']) await move(n, queue);
    }
    // How late an item is would differ from page to page.
    api.setNow((Date.now() + 60_000) * 1000);
  });
  afterAll(() => api.close());

  test.each(asked)('%s %j: pages hold every row once and in order, as the CSV does', async (path, query) => {
    const whole = await pagesOf(path, { ...query, limit: '10000' });
    expect(whole.length).toBeGreaterThan(2);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (limit) => {
        expect(await pagesOf(path, { ...query, limit: String(limit) })).toEqual(whole);
      }),
      { numRuns: 5 },
    );
    const response = await api.app.request(addressOf(path, { ...query, format: 'csv' }));
    const [columns = [], ...lines] = parseCsv(await response.text());
    const references = columns.indexOf('reference');
    expect(lines.map((line) => line[references] ?? '')).toEqual(whole.map((row) => row.reference ?? ''));
  });

  const write = fc.record({
    n: fc.constantFrom(...touched),
    what: fc.constantFrom('build', 'done', 'type', 'due', 'removed'),
  });

  test.each(asked)('%s %j: rows that nobody changes meanwhile come once', async (path, query) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(write, { minLength: 1, maxLength: 40 }),
        async (limit, writes) => {
          const before = unchanged(await pagesOf(path, { ...query, limit: '10000' }));
          const left = [...writes];
          const paged = await pagesOf(path, { ...query, limit: String(limit) }, async () => {
            const next = left.shift();
            if (next) await change(next);
          });
          const seen = unchanged(paged).map(keyOf);
          expect(seen).toEqual([...new Set(seen)]);
          expect(seen).toEqual(before.map(keyOf));
        },
      ),
      { numRuns: 4 },
    );
  });

  async function pagesOf(path: string, query: Row, between?: () => Promise<void>): Promise<Row[]> {
    const rows: Row[] = [];
    for (let next: string | null = addressOf(path, query as Record<string, string>); next !== null; ) {
      const response = await api.app.request(next);
      const page = (await response.json()) as Row & { nextPage: string | null };
      if (response.status !== 200) throw new Error(`${next}: ${JSON.stringify(page)}`);
      const list = Object.values(page).find((field) => Array.isArray(field));
      rows.push(...(list as Row[]));
      next = page.nextPage;
      if (next !== null) await between?.();
    }
    return rows;
  }

  function move(n: number, queue: string) {
    return database.pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, `I-${n}`]);
  }

  async function change({ n, what }: { n: number; what: string }): Promise<void> {
    const reference = `I-${n}`;
    const { pool } = database;
    if (what === 'type')
      await pool.query("UPDATE work_items SET type = 'spike' WHERE reference = ?", [reference]);
    else if (what === 'due')
      await pool.query("UPDATE work_items SET date_due = '2019-05-05' WHERE reference = ?", [reference]);
    else if (what === 'removed') {
      await pool.query('DELETE FROM queues WHERE reference = ?', [reference]);
      await pool.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'todo')", [reference]);
    } else await move(n, what);
  }
});

function unchanged(rows: readonly Row[]): Row[] {
  return rows.filter((row) => !touched.includes(Number(String(row.reference).slice(2))));
}

/** A row of the log by its id, any other by its item. */
function keyOf(row: Row): unknown {
  if (row.id !== undefined) return row.id;
  // Of an item or a setting there may be several changes, or findings.
  const { reference, change, check, at, queue, name, before } = row;
  return change === undefined && check === undefined
    ? reference
    : JSON.stringify([reference, change, check, at, queue, name, before]);
}
