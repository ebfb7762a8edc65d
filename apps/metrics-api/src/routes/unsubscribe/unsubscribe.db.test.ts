import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { applyRoles, createLogins } from '@kanban/schema';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { sql } from 'kysely';
import type { RowDataPacket } from 'mysql2/promise';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';

describe.each(readerDatabases())('unsubscribe on $name', (server) => {
  const suffix = `_${randomBytes(3).toString('hex')}`;
  const [ada, bob, unknown] = [1, 2, 3].map(() => randomBytes(16).toString('hex')) as [
    string,
    string,
    string,
  ];
  const logged: string[] = [];
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    await applyRoles(database.url);
    const { reader = '' } = await createLogins(database.url, { reader: 'only-reads' }, { suffix });
    const sink = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    });
    // As in earnest: the login that can only read, and an API that asks for tokens.
    api = appUnderTest(reader, { tokens: ['a-token-of-the-board-1'], log: pino({}, sink) });
  });
  beforeEach(async () => {
    await database.pool.query('DELETE FROM subscription_recipients');
    await database.pool.query(
      'INSERT INTO subscription_recipients (subscription_id, recipient, token) VALUES ?',
      [
        [
          [7, 'ada@x.test', ada],
          [7, 'bob@x.test', bob],
        ],
      ],
    );
  });
  afterAll(async () => {
    await api.close();
    await database.pool.query('DROP USER IF EXISTS ?', [`kanban_reader${suffix}`]);
  });

  const left = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      'SELECT recipient, unsubscribed_at AS at FROM subscription_recipients WHERE unsubscribed_at IS NOT NULL',
    );
    return rows;
  };
  const post = (token: string) =>
    api.app.request(`/unsubscribe/${token}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });

  test('the one click of a mail program does it, without a token of the API, for this person alone', async () => {
    const response = await post(ada);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You are unsubscribed');
    expect((await left()).map(({ recipient }) => recipient)).toEqual(['ada@x.test']);
  });

  test('a second click changes nothing and says the same', async () => {
    await post(ada);
    const first = await left();
    expect((await post(ada)).status).toBe(200);
    expect(await left()).toEqual(first);
  });

  test('a link that is followed asks, and does nothing by itself', async () => {
    const response = await api.app.request(`/unsubscribe/${ada}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(await response.text()).toContain('<form method="post">');
    expect(await left()).toEqual([]);
  });

  test.each([
    ['a token nobody was given', unknown],
    ['half a token', ada.slice(0, 16)],
    ['another case', ada.toUpperCase().replace(/^\d+/, 'A')],
    ['a token and something', `${ada}'--`],
    ['SQL', "' OR 1=1 --"],
  ])('%s is 404, and nobody is unsubscribed', async (_what, token) => {
    expect((await post(encodeURIComponent(token))).status).toBe(404);
    expect(await left()).toEqual([]);
  });

  test('tokens stand in no log', async () => {
    await post(ada);
    await api.app.request(`/unsubscribe/${bob}`);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((line) => line.includes(ada) || line.includes(bob))).toEqual([]);
  });

  test('the login may call this and neither read the tokens nor change anything else', async () => {
    for (const statement of [
      sql`SELECT token FROM subscription_recipients`,
      sql`UPDATE subscription_recipients SET unsubscribed_at = NULL`,
      sql`DELETE FROM subscriptions`,
      sql`CALL housekeep()`,
    ]) {
      await expect(statement.execute(api.db)).rejects.toMatchObject({
        errno: expect.toSatisfy((errno) => [1142, 1143, 1370].includes(errno)),
      });
    }
  });
});
