import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';
import { makeBoard, move } from './testing/board.ts';
import { parseCsv } from './testing/parse-csv.ts';

const METRICS = ['cumulative-flow', 'throughput', 'lead-time', 'sla'];
const BY_LOG = ['/v1/cumulative-flow', '/v1/throughput', '/v1/queues', '/v1/audit-log'];
const BY_CONTENT = ['/v1/lead-time', '/v1/sla', '/v1/value-streams', '/v1/work-items/A-1'];

describe.each(readerDatabases())('on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    await makeBoard(database.pool);
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  test.each([
    ['lead-time', { timeZone: 'Mars/Olympus' }, 'timeZone', /IANA/],
    ['lead-time', { from: '2026-02-30' }, 'from', /a date such as/],
    ['lead-time', { to: '2026-13-01' }, 'to', /a date such as/],
    ['throughput', { from: 'yesterday' }, 'from', /a date such as/],
    ['throughput', { from: '2026-03-02', to: '2026-03-01' }, 'from', /up to and including/],
    ['cumulative-flow', { interval: 'decade' }, 'interval', /hour, day, week, month/],
    ['cumulative-flow', { policy: 'guess' }, 'policy', /occupancy, highWater/],
    [
      'cumulative-flow',
      { interval: 'hour', from: '1970-01-01', to: '2199-12-31' },
      'interval',
      /longer interval/,
    ],
    ['lead-time', { percentiles: '50,101' }, 'percentiles', /up to 100/],
    ['lead-time', { percentiles: 'most' }, 'percentiles', /separated by commas/],
    ['lead-time', { startQueue: 'backlog' }, 'endQueue', /backlog, development, =1\+1, production/],
    ['lead-time', { startQueue: 'nowhere', endQueue: 'production' }, 'startQueue', /backlog, development/],
    ['lead-time', { startQueue: 'production', endQueue: 'backlog' }, 'endQueue', /one after it/],
    ['lead-time', { startQueue: 'backlog', endQueue: 'drop' }, 'endQueue', /production/],
    ['lead-time', { measure: 'lead', startQueue: 'backlog', endQueue: 'production' }, 'measure', /or both/],
    ['sla', { rows: 'all' }, 'rows', /intervals, misses, open/],
    ['sla', { stream: '' }, 'stream', /at least one/],
    ['audit-log', { limit: '0' }, 'limit', /1 to 10000/],
    ['audit-log', { limit: '99999' }, 'limit', /1 to 10000/],
    ['audit-log', { after: 'x' }, 'after', /nextPage/],
    ['queues', { format: 'xml' }, 'format', /json, csv/],
    ['queues', { from: '2026-01-01' }, 'from', /stream, format, bom, separator, decimal/],
    ['throughput', { stream: 'x'.repeat(10_000) }, 'stream', /64 characters/],
    ['throughput', { from: '2'.repeat(10_000) }, 'from', /64 characters/],
    ['lead-time', { percentiles: '5'.repeat(10_000) }, 'percentiles', /200 characters/],
    ['lead-time', { ['y'.repeat(10_000)]: '1' }, `${'y'.repeat(60)}…`, /stream, /],
  ])('%s refuses %j, naming the parameter and what is allowed', async (metric, query, parameter, allowed) => {
    const response = await api.app.request(addressOf(`/v1/${metric}`, query as Record<string, string>));
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    const problem = (await response.json()) as Record<string, string>;
    expect(problem).toMatchObject({
      type: 'urn:kanban-flow:problem:invalid-parameter',
      status: 400,
      parameter,
    });
    expect(problem.allowed).toMatch(allowed);
    expect(JSON.stringify(problem).length).toBeLessThan(1500);
  });

  test('a parameter given twice is refused', async () => {
    const response = await api.app.request('/v1/throughput?from=2026-01-01&from=2026-01-02');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ parameter: 'from', allowed: 'one value' });
  });

  test.each([
    ['/v1/throughput?stream=nowhere', 'unknown-value-stream'],
    ['/v1/audit-log?stream=nowhere&format=csv', 'unknown-value-stream'],
    ['/v1/work-items/nothing', 'unknown-item'],
    ['/v1/nothing', 'unknown-path'],
    ['/', 'unknown-path'],
  ])('%s is not found, and the problem says what is not', async (address, code) => {
    const response = await api.app.request(address);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: `urn:kanban-flow:problem:${code}`, status: 404 });
  });

  test('what would change something is refused with the methods there are', async () => {
    const response = await api.app.request('/v1/queues', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
  });

  describe('An answer says how it was made', () => {
    test.each(METRICS)('%s says what it was made from', async (metric) => {
      const from = '2026-01-01';
      const answer = await api.ask(`/v1/${metric}`, { from, to: from, timeZone: 'Asia/Kathmandu' });
      const [[log]] = await database.pool.query<never[]>('SELECT MAX(id) AS lastAuditId FROM audit_log');
      expect(answer).toMatchObject({
        valueStream: 'main',
        timeZone: 'Asia/Kathmandu',
        from: '2025-12-31T18:15:00.000000Z',
        to: '2026-01-01T18:15:00.000000Z',
        lastAuditId: (log as unknown as { lastAuditId: number }).lastAuditId,
        definitions: expect.any(Object),
      });
    });
  });

  test('queues now show their counters, limits, room and oldest items', async () => {
    const { queues, workInProgress } = await api.ask<{
      queues: Record<string, unknown>[];
      workInProgress: number;
    }>('/v1/queues');
    expect(queues.map(({ name, currentWip, freeSlots }) => [name, currentWip, freeSlots])).toEqual([
      ['backlog', 2, null],
      ['development', 0, 3],
      ['=1+1', 0, 2],
      ['production', 3, null],
      ['drop', 0, null],
    ]);
    expect(queues[0]).toMatchObject({ oldest: { reference: 'A-3' }, isFull: false, isLimitEnforced: true });
    expect(workInProgress).toBe(0);
  });

  test.each([...BY_LOG, ...BY_CONTENT])('%s is answered 304 until the log changes', async (path) => {
    const first = await api.app.request(path);
    const etag = first.headers.get('ETag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    const known = { headers: { 'If-None-Match': `"other", ${etag}` } };
    const again = await api.app.request(path, known);
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await api.app.request(`${path}?format=csv`, known)).status).toBe(200);
    await move(database.pool, 'A-1', 'development');
    await move(database.pool, 'A-1', 'production');
    const changed = await api.app.request(path, known);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('ETag')).not.toBe(etag);
  });

  test.each([
    ['/v1/lead-time/items', "UPDATE work_items SET type = 'other' WHERE reference = 'A-1'"],
    ['/v1/lead-time?format=csv', "UPDATE work_items SET assignee = 'ann' WHERE reference = 'A-1'"],
    [
      '/v1/lead-time?format=csv',
      `INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by, unblocked_at)
       SELECT value_stream_id, item_id, reference, 'vendor', committed_at, 'test', finished_at FROM item_flow
       WHERE reference = 'A-1'`,
    ],
    ['/v1/sla', "UPDATE work_items SET date_due = '2020-01-01' WHERE reference = 'A-1'"],
    ['/v1/sla', 'INSERT INTO sla_policies (target_hours) VALUES (0.001)'],
    ['/v1/work-items/A-1', "UPDATE work_items SET short_desc = 'other' WHERE reference = 'A-1'"],
  ])('the ETag of %s follows what is not in the log: %s', async (path, statement) => {
    const etag = (await api.app.request(path)).headers.get('ETag') ?? '';
    await database.pool.query(statement);
    expect((await api.app.request(path, { headers: { 'If-None-Match': etag } })).status).toBe(200);
  });

  test('an ETag does not survive a move that commits behind a later one', async () => {
    const slow = await database.pool.getConnection();
    await slow.beginTransaction();
    await slow.query("UPDATE queues SET queue_name = 'development' WHERE reference = 'A/5 100%'");
    await move(database.pool, 'A-2', '=1+1');
    const between = await api.app.request('/v1/cumulative-flow');
    await slow.commit();
    slow.release();
    const etag = between.headers.get('ETag') ?? '';
    const after = await api.app.request('/v1/cumulative-flow', { headers: { 'If-None-Match': etag } });
    expect(after.status).toBe(200);
    const [first, second] = [await between.json(), await after.json()] as { lastAuditId: number }[];
    expect(second?.lastAuditId).toBe(first?.lastAuditId);
    await move(database.pool, 'A-2', 'production');
    await move(database.pool, 'A/5 100%', 'backlog');
  });

  test('an ETag does not survive a change of a limit', async () => {
    const before = (await api.app.request('/v1/cumulative-flow')).headers.get('ETag');
    await database.pool.query(
      "UPDATE wip_limits SET wip_limit = wip_limit + 1 WHERE queue_name = 'development'",
    );
    expect((await api.app.request('/v1/cumulative-flow')).headers.get('ETag')).not.toBe(before);
  });

  test.each([
    ['/v1/lead-time/items', 'items'],
    ['/v1/sla/items', 'items'],
    ['/v1/throughput', 'intervals'],
    ['/v1/sla', 'intervals'],
    ['/v1/queues', 'queues'],
    ['/v1/value-streams', 'valueStreams'],
    ['/v1/work-items/A-1', 'visits'],
    ['/v1/work-items/A%2F5%20100%25', 'visits'],
    ['/v1/audit-log', 'rows'],
    ['/v1/cumulative-flow', 'points'],
  ])('the CSV of %s has the rows of its JSON', async (path, field) => {
    const rows = (await api.ask<Record<string, Record<string, unknown>[]>>(path))[field] ?? [];
    const response = await api.app.request(path, { headers: { Accept: 'text/csv' } });
    expect(response.headers.get('Content-Type')).toMatch(/^text\/csv; charset=utf-8/);
    const [columns = [], ...lines] = parseCsv(await response.text());
    expect(lines).toHaveLength(rows.length);
    const flat = columns.filter(
      (column) => column in (rows[0] ?? {}) && column !== 'at' && column !== 'durationMs',
    );
    expect(flat.length).toBeGreaterThan(2);
    for (const [place, row] of rows.entries()) {
      for (const column of flat) {
        if (typeof row[column] === 'object' && row[column] !== null) continue;
        const text = row[column] === null || row[column] === undefined ? '' : String(row[column]);
        const isFormula = typeof row[column] === 'string' && /^[=+\-@\t\r]/.test(text);
        expect(lines[place]?.[columns.indexOf(column)]).toBe(isFormula ? `'${text}` : text);
      }
    }
  });

  test('a CSV says in its name what it is, and has a byte order mark when asked for', async () => {
    const query = { from: '2026-01-01', to: '2026-03-31', format: 'csv', bom: 'true' };
    const response = await api.app.request(addressOf('/v1/lead-time', query));
    expect(response.headers.get('Content-Disposition')).toBe(
      'attachment; filename="lead-time_main_2026-01-01_2026-03-31.csv"',
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test.each([
    [{}, 'audit-log_main'],
    [{ from: '2026-01-01' }, 'audit-log_main_from-2026-01-01'],
    [{ to: '2026-03-31', reference: 'A-1' }, 'audit-log_main_A-1_to-2026-03-31'],
    [{ from: '2026-01-01', to: '2026-03-31' }, 'audit-log_main_2026-01-01_2026-03-31'],
  ])('the audit log of %j is named with no date that was not asked for', async (query, file) => {
    const address = addressOf('/v1/audit-log', { ...(query as Record<string, string>), format: 'csv' });
    const response = await api.app.request(address);
    expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${file}.csv"`);
    await response.text();
  });

  test('the CSV of lead times has a column of days only when days are counted', async () => {
    const columnsWith = async (query: Record<string, string>) => {
      const response = await api.app.request(addressOf('/v1/lead-time', { ...query, format: 'csv' }));
      return parseCsv(await response.text())[0];
    };
    expect(await columnsWith({})).not.toContain('leadTimeDays');
    expect(await columnsWith({ dayCount: 'inclusive' })).toContain('leadTimeDays');
  });

  test('pages of the audit log hold every row once, in order', async () => {
    type Page = { rows: { id: number }[]; nextPage: string | null };
    const whole = await api.ask<Page>('/v1/audit-log', { limit: '10000' });
    const ids: number[] = [];
    for (let next: string | null = '/v1/audit-log?limit=4'; next !== null; ) {
      const page: Page = (await (await api.app.request(next)).json()) as Page;
      ids.push(...page.rows.map(({ id }) => id));
      next = page.nextPage;
    }
    expect(ids).toEqual(whole.rows.map(({ id }) => id));
    const ofOne = await api.ask<Page>('/v1/audit-log', { reference: 'A-3' });
    expect(ofOne.rows).toHaveLength(1);
    expect((await api.ask<Page>('/v1/audit-log', { reference: 'none' })).rows).toEqual([]);
  });

  test('downloads that nobody reads to the end give their connection back', async () => {
    for (let n = 0; n < 12; n++) {
      const response = await api.app.request('/v1/audit-log?format=csv');
      if (n % 3 === 0) await response.body?.cancel();
      else if (n % 3 === 1) await readOneChunk(response);
      else await api.app.request('/v1/audit-log?format=csv', { method: 'HEAD' });
      if (n % 3 === 2) await response.text();
    }
    expect(await api.ask('/health/ready')).toEqual({ status: 'ready' });
  });

  test('a removed and deleted item is still found by its reference', async () => {
    await database.pool.query("DELETE FROM queues WHERE reference = 'A-3'");
    await database.pool.query("DELETE FROM work_items WHERE reference = 'A-3'");
    const item = await api.ask<Record<string, unknown>>('/v1/work-items/A-3');
    expect(item).toMatchObject({ reference: 'A-3', shortDesc: null, isRemoved: true, queue: null });
    expect(item.moves).toHaveLength(2);
  });

  test('Prometheus gets requests, connections and what is still to be delivered', async () => {
    const text = await (await api.app.request('/metrics')).text();
    expect(text).toMatch(
      /kanban_http_request_duration_seconds_count\{route="\/v1\/queues",method="GET",status="200"\}/,
    );
    expect(text).toMatch(/kanban_db_connections\{state="busy"\} \d/);
    expect(text).toMatch(/kanban_outbox_backlog [1-9]/);
    expect(text).toMatch(/kanban_deliveries\{state="dead"\} 0/);
    expect(text).toMatch(/kanban_database_up 1/);
  });

  test('a database without our tables is not ready, and says so without telling what is in it', async () => {
    const empty = appUnderTest(server.adminUrl.replace(/\/$/, '/mysql'));
    const response = await empty.app.request('/health/ready');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/value_streams|table/i);
    await empty.close();
  });
});

async function readOneChunk(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
}
