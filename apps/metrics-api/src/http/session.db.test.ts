import { sessionHash } from '@kanban/schema';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../testing/app-under-test.ts';
import { nextOf, toldBy } from '../testing/told.ts';

const id = 'a'.repeat(43);
const TOKEN = 'a-token-of-the-board-1';

describe.each(readerDatabases())('a session of the board API on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;
  beforeAll(() => {
    api = appUnderTest(database.url, { tokens: [TOKEN] }, { live: { askMs: 50 } });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await database.pool.query('DELETE FROM sessions');
    await database.pool.query(
      `INSERT INTO sessions (id_hash, display_name, signed_in_at, seen_at, ends_at)
       VALUES (?, 'Ann', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 DAY)`,
      [sessionHash(id)],
    );
  });

  const statusOf = async (path: string, cookie: string, host = 'kanban.example.com') =>
    (await api.app.request(`http://${host}${path}`, { headers: { Cookie: cookie } })).status;
  const reads = (cookie: string, host?: string) => statusOf('/v1/value-streams', cookie, host);

  test('who is shown what, by the way that the API is closed', async () => {
    const paths = ['/v1/value-streams', '/v1/audit-log', '/metrics', '/health/ready', '/health/live'];
    const everything = [200, 200, 200, 200, 200];
    const board = [200, 200, 401, 401, 200];
    const nothing = [401, 401, 401, 401, 200];
    const member = 'm'.repeat(43);
    const ended = 'e'.repeat(43);
    await database.pool.query("INSERT IGNORE INTO members (name) VALUES ('ann')");
    await database.pool.query(
      `INSERT INTO sessions (id_hash, member, display_name, signed_in_at, seen_at, ends_at)
       VALUES (?, 'ann', 'ann', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 DAY),
         (?, 'ann', 'ann', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [sessionHash(member), sessionHash(ended)],
    );
    const who = {
      nobody: {},
      'an unknown person': { Cookie: `__Host-kanban=${id}` },
      'a member without a right': { Cookie: `__Host-kanban=${member}` },
      'whose session ended': { Cookie: `__Host-kanban=${ended}` },
      'a program with a token': { Authorization: `Bearer ${TOKEN}` },
      'a program with another token, beside a session': {
        Authorization: 'Bearer of-the-board-api-alone',
        Cookie: `__Host-kanban=${member}`,
      },
    };
    const table = {
      open: [{}, [everything, everything, everything, everything, everything, everything]],
      'by tokens': [{ tokens: [TOKEN] }, [nothing, board, board, nothing, everything, nothing]],
      'because people sign in': [{ peopleSignIn: true }, [nothing, board, board, nothing, nothing, nothing]],
    } as const;
    for (const [way, [closed, expected]] of Object.entries(table)) {
      const { app, close } = appUnderTest(database.url, closed);
      for (const [row, [name, headers]] of Object.entries(who).entries()) {
        const asked = paths.map((path) => app.request(`http://localhost${path}`, { headers }));
        const statuses = (await Promise.all(asked)).map(({ status }) => status);
        expect([way, name, statuses]).toEqual([way, name, expected[row]]);
      }
      await close();
    }
  });

  test('is believed only by the name that no other host can set', async () => {
    // A sibling of the host may set a cookie without the prefix.
    expect(await reads(`kanban=${id}`)).toBe(401);
    for (const wrong of [
      '',
      `__Host-kanban=${id.replace('a', 'b')}`,
      '__Host-kanban=',
      `__Host-kanban=${id}'--`,
    ])
      expect(await reads(wrong)).toBe(401);
    // A wrong token is one, whatever cookie came with it.
    const headers = { Cookie: `__Host-kanban=${id}`, Authorization: 'Bearer not-one-of-the-tokens' };
    expect((await api.app.request('/v1/value-streams', { headers })).status).toBe(401);
  });

  test.each([
    ['has ended', 'UPDATE sessions SET ends_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND'],
    ['was idle', 'UPDATE sessions SET seen_at = UTC_TIMESTAMP(6) - INTERVAL 721 MINUTE'],
    ['was taken away', 'DELETE FROM sessions'],
  ])('that %s reads nothing from the next request on', async (_, sql) => {
    expect(await reads(`__Host-kanban=${id}`)).toBe(200);
    await database.pool.query(sql);
    expect(await reads(`__Host-kanban=${id}`)).toBe(401);
  });

  test('is looked at again while somebody is told of changes, who is told when it has ended', async () => {
    const headers = { Cookie: `__Host-kanban=${id}` };
    const told = toldBy(await api.app.request('/v1/changes/stream', { headers }));
    await nextOf(told, 'changed');
    await database.pool.query('DELETE FROM sessions');
    await nextOf(told, 'signed-out');
    expect((await told.next()).done).toBe(true);
  });
});
