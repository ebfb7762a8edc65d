import { randomBytes } from 'node:crypto';
import { applyRoles, createLogins } from '@kanban/schema';
import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from './testing/app-under-test.ts';
import { makeBoard } from './testing/board.ts';

describe.each(testDatabases())('on $name', (server) => {
  const suffix = `_${randomBytes(3).toString('hex')}`;
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await makeBoard(database.pool);
    await applyRoles(database.url);
    const { reader = '' } = await createLogins(database.url, { reader: 'only-reads' }, { suffix });
    api = appUnderTest(reader);
  });
  afterAll(async () => {
    await api.close();
    await database.pool.query('DROP USER ?', [`kanban_reader${suffix}`]);
    await database.drop();
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
    '/v1/audit-log',
    '/v1/audit-log?format=csv',
    '/health/ready',
  ])('the role that can only read is enough for %s', async (address) => {
    const response = await api.app.request(address);
    expect(response.status).toBe(200);
    expect((await response.text()).length).toBeGreaterThan(10);
  });

  test('and for what Prometheus is told', async () => {
    expect(await (await api.app.request('/metrics')).text()).toMatch(/kanban_database_up 1/);
  });
});
