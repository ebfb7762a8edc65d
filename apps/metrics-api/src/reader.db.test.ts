import { randomBytes } from 'node:crypto';
import { applyRoles, createLogins } from '@kanban/schema';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from './testing/app-under-test.ts';
import { makeBoard } from './testing/board.ts';

describe.each(readerDatabases())('on $name', (server) => {
  const suffix = `_${randomBytes(3).toString('hex')}`;
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;
  let readerUrl: string;

  beforeAll(async () => {
    await makeBoard(database.pool);
    await applyRoles(database.url);
    const { reader = '' } = await createLogins(database.url, { reader: 'only-reads' }, { suffix });
    readerUrl = reader;
    api = appUnderTest(reader);
  });
  afterAll(async () => {
    await api.close();
    await database.pool.query('DROP USER IF EXISTS ?, ?', [
      `kanban_reader${suffix}`,
      `kanban_little${suffix}`,
    ]);
  });

  test.each([
    '/v1/value-streams',
    '/v1/queues',
    '/v1/lead-time?startQueue=backlog&endQueue=production',
    '/v1/cumulative-flow',
    '/v1/cumulative-flow?interval=hour&policy=highWater',
    '/v1/throughput',
    '/v1/sla',
    '/v1/work-items/A-1',
    '/v1/work-items/A-1/deliveries',
    '/v1/audit-log',
    '/v1/audit-log?format=csv',
    '/health/ready',
  ])('the role that can only read is enough for %s', async (address) => {
    const response = await api.app.request(address);
    expect(response.status).toBe(200);
    expect((await response.text()).length).toBeGreaterThan(10);
  });

  test('and for what was known at an instant', async () => {
    const { asOf } = (await (await api.app.request('/v1/value-streams')).json()) as { asOf: string };
    for (const path of [
      'value-streams',
      'queues',
      'flow',
      'sla',
      'data-quality',
      'changes',
      'work-items/A-1',
    ]) {
      const response = await api.app.request(`/v1/${path}?asOf=${asOf}`);
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  const wrongPassword = () => readerUrl.replace('only-reads', 'a-wrong-one');
  test.each<[string, () => Promise<string> | string, number]>([
    ['a wrong password', wrongPassword, 1045],
    ['a database that is not for it', () => readerUrl.replace(/[^/]+$/, 'mysql'), 1044],
    ['a missing grant', withLittleRights, 1142],
  ])('%s is told as such, loudly in the log and without internals to the client', async (_, url, errno) => {
    const lines: string[] = [];
    const refused = appUnderTest(await url(), {
      log: pino({}, { write: (line: string) => lines.push(line) }),
    });
    const response = await refused.app.request('/health/ready');
    await refused.close();
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBeNull();
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ title: "The database refuses the API's login" });
    expect(body).not.toMatch(/kanban_reader|denied|flow_counts|mysql/i);
    const logged = lines.map((line) => JSON.parse(line) as { level: number; errno?: number });
    expect(logged).toContainEqual(expect.objectContaining({ level: 50, errno }));
  });

  /** A login that may read the first table it is asked for and not the second. */
  async function withLittleRights(): Promise<string> {
    const user = `kanban_little${suffix}`;
    await database.pool.query("CREATE USER ? IDENTIFIED BY 'only-little'", [user]);
    await database.pool.query('GRANT SELECT ON ??.value_streams TO ?', [database.name, user]);
    const url = new URL(database.url);
    return Object.assign(url, { username: user, password: 'only-little' }).href;
  }

  test('with the rights of an administrator the API still writes nothing', async () => {
    const powerful = appUnderTest(database.url);
    const statements = ["INSERT INTO value_streams (name) VALUES ('none')", 'DELETE FROM queues'];
    for (const statement of statements)
      await expect(sql.raw(statement).execute(powerful.db)).rejects.toMatchObject({ errno: 1792 });
    await powerful.close();
  });

  test('and for the metrics that Prometheus reads', async () => {
    expect(await (await api.app.request('/metrics')).text()).toMatch(/kanban_database_up 1/);
  });
});
