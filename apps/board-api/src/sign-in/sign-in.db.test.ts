import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { serviceDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { boardUnderTest } from '../testing/board-under-test.ts';

interface Received {
  status: number;
  body: Record<string, unknown> & { person?: { name: string; isMember: boolean } | null; detail?: string };
  cookies: string[];
}

/** A request with headers exactly as given, also twice and with any Host. */
function send(
  url: string,
  path: string,
  headers: readonly string[],
  { method = 'GET', body = '' } = {},
): Promise<Received> {
  const { hostname, port, host } = new URL(url);
  const given = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const all = given ? [...headers] : ['Host', host, ...headers];
  if (body !== '') all.push('Content-Length', String(Buffer.byteLength(body)));
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: all, setHost: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        const isJson = response.headers['content-type']?.includes('json');
        const { statusCode: status = 0, headers } = response;
        resolve({
          status,
          body: isJson ? JSON.parse(body) : { text: body },
          cookies: headers['set-cookie'] ?? [],
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = ['Content-Type', 'application/json'];
const move = { method: 'POST', body: '{"queue":"test"}' };
const keyed = (...more: string[]) => [...json, 'Idempotency-Key', `key-${Math.random()}`, ...more];
const cookieOf = ({ cookies }: Received) => (cookies[0] ?? '').split(';')[0] ?? '';

describe.each(serviceDatabases())('signing in on $name', (server) => {
  const board = boardUnderTest(server);
  const rows = async (sql: string) => (await board.database.pool.query<RowDataPacket[]>(sql))[0];
  const origin = () => ['Origin', board.url];
  const signIn = (name: string, ...more: string[]) =>
    send(board.url, '/v1/session', [...json, ...origin(), ...more], {
      method: 'POST',
      body: JSON.stringify({ name }),
    });

  beforeAll(async () => {
    await board.database.pool.query("INSERT INTO work_items (reference) VALUES ('a')");
    await board.database.pool.query("INSERT INTO queues (reference, queue_name) VALUES ('a', 'backlog')");
  });

  describe('by a name on the loopback', () => {
    test('a new name becomes a member who may move and edit; a known one keeps the rights it has', async () => {
      const signedIn = await signIn('Zoë');
      expect(signedIn.body).toMatchObject({
        signIn: 'local',
        person: {
          name: 'Zoë',
          isMember: true,
          mayMove: true,
          mayEdit: true,
          mayAdministrate: false,
          mayFastTrack: false,
        },
      });
      expect(
        await rows("SELECT may_move, may_edit, may_fast_track, created_by FROM members WHERE name = 'Zoë'"),
      ).toEqual([{ may_move: 1, may_edit: 1, may_fast_track: 0, created_by: 'Zoë' }]);
      expect((await signIn('reader')).body).toMatchObject({ person: { mayMove: false, mayEdit: false } });
      expect((await signIn(' blank ')).status).toBe(422);
    });

    test('the cookie is for this host and HTTP only, and the table knows its hash alone', async () => {
      const signedIn = await signIn('ann');
      expect(signedIn.cookies).toEqual([
        expect.stringMatching(/^kanban=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/),
      ]);
      const id = cookieOf(signedIn).replace('kanban=', '');
      const [session] = await rows(`SELECT * FROM sessions WHERE id_hash = UNHEX(SHA2('${id}', 256))`);
      expect(session).toMatchObject({ member: 'ann' });
      expect(JSON.stringify(await rows('SELECT * FROM sessions'))).not.toContain(id);
      const behindTls = await board.start({ PUBLIC_URL: 'https://kanban.example.com' });
      const secure = await send(
        behindTls,
        '/v1/session',
        [...json, 'Host', 'kanban.example.com', 'Origin', 'https://kanban.example.com'],
        { method: 'POST', body: '{"name":"ann"}' },
      );
      expect(secure.cookies).toEqual([
        expect.stringMatching(
          /^__Host-kanban=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        ),
      ]);
    });

    test('each sign-in is a new session, and the one before ends with it', async () => {
      const first = cookieOf(await signIn('ann'));
      const second = cookieOf(await signIn('ann', 'Cookie', first));
      expect(second).not.toBe(first);
      const who = async (cookie: string) =>
        (await send(board.url, '/v1/session', ['Cookie', cookie])).body.person?.name;
      expect([await who(first), await who(second)]).toEqual([undefined, 'ann']);
      expect(await who('kanban=chosen-by-an-attacker-0123456789abcdefghij')).toBeUndefined();
    });

    test.each([
      [
        'is signed out',
        (cookie: string, url: string) =>
          send(url, '/v1/session', [...json, 'Origin', url, 'Cookie', cookie], { method: 'DELETE' }),
      ],
      [
        'was idle for twelve hours',
        () => board.database.pool.query('UPDATE sessions SET seen_at = seen_at - INTERVAL 721 MINUTE'),
      ],
      [
        'is fourteen days old',
        () => board.database.pool.query('UPDATE sessions SET ends_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND'),
      ],
      ['was taken away', () => board.database.pool.query('DELETE FROM sessions')],
    ])(
      'a session that %s is none; what was asked meanwhile is done after signing in again',
      async (_, end) => {
        const cookie = cookieOf(await signIn('bob'));
        const moves = (headers: string[], by = cookie) =>
          send(board.url, '/v1/items/a/moves', [...headers, ...origin(), 'Cookie', by], {
            method: 'POST',
            body: '{"queue":"triage"}',
          });
        expect((await moves(keyed())).status).toBe(200);
        await end(cookie, board.url);
        const before = await rows('SELECT * FROM audit_log');
        const once = keyed();
        expect(await moves(once)).toMatchObject({
          status: 401,
          body: { type: 'urn:kanban-flow:problem:sign-in-needed' },
        });
        expect(await rows('SELECT * FROM audit_log')).toEqual(before);
        expect((await moves(once, cookieOf(await signIn('bob')))).status).toBe(200);
      },
    );

    test('a right that is taken away is gone with the next request', async () => {
      const cookie = cookieOf(await signIn('Ida'));
      const moves = () =>
        send(board.url, '/v1/items/a/moves', keyed(...origin(), 'Cookie', cookie), {
          method: 'POST',
          body: '{"queue":"triage"}',
        });
      expect((await moves()).status).toBe(200);
      await board.database.pool.query("UPDATE members SET may_move = FALSE WHERE name = 'Ida'");
      expect(await moves()).toMatchObject({ status: 403, body: { right: 'may_move' } });
    });

    test.each([
      ['a name that was rebound to 127.0.0.1', ['Host', 'evil.example:8080']],
      ['another spelling of the loopback', ['Host', '127.1:8080']],
      ['a name that begins like ours', ['Host', 'localhost.evil.example']],
    ])('%s is refused', async (_, headers) => {
      for (const path of ['/v1/wall', '/v1/session', '/board/openapi.json', '/board/health/live'])
        expect((await send(board.url, path, headers)).status).toBe(421);
    });

    test.each([
      ['Forwarded', 'for=10.0.0.9'],
      ['X-Forwarded-For', '10.0.0.9'],
      ['X-Forwarded-Host', 'kanban.example.com'],
      ['X-Forwarded-Whatever', ''],
      ['X-Real-IP', '10.0.0.9'],
    ])('a request that a proxy passed on (%s) is told to set SIGN_IN', async (name, value) => {
      expect(await send(board.url, '/v1/wall', [name, value])).toMatchObject({
        status: 403,
        body: { detail: 'You are behind a proxy: set SIGN_IN.' },
      });
    });
  });

  describe('a request that a page of another site made', () => {
    const cookie = async () => ['Cookie', cookieOf(await signIn('ann'))];
    const own = () => ['Origin', board.url];
    test.each([
      ['from another origin', () => ['Origin', 'https://evil.example']],
      ['from another port of the machine', () => ['Origin', 'http://127.0.0.1:1']],
      ['from a sandbox', () => ['Origin', 'null']],
      ['from another site', () => [...own(), 'Sec-Fetch-Site', 'cross-site']],
      ['from another host of the site', () => [...own(), 'Sec-Fetch-Site', 'same-site']],
      ['that a person typed', () => ['Sec-Fetch-Site', 'none']],
      ['that says nothing of where it comes from', () => []],
    ])('%s writes nothing, though the session is there', async (_, headers) => {
      const answer = await send(
        board.url,
        '/v1/items/a/moves',
        [...keyed(), ...(await cookie()), ...headers()],
        move,
      );
      expect(answer).toMatchObject({ status: 403, body: { type: 'urn:kanban-flow:problem:forged-request' } });
    });

    test.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      '',
    ])('as %s is not read', async (type) => {
      const headers = [
        'Content-Type',
        type,
        'Idempotency-Key',
        'key-of-a-form',
        ...own(),
        ...(await cookie()),
      ];
      expect((await send(board.url, '/v1/items/a/moves', headers, move)).status).toBe(415);
    });

    test('is told from one of our own, and from a program with a token', async () => {
      const program = ['Authorization', `Bearer ${board.tokenOf('ann')}`];
      for (const headers of [
        [...own(), ...(await cookie())],
        ['Sec-Fetch-Site', 'same-origin', ...(await cookie())],
        program,
      ])
        expect((await send(board.url, '/v1/items/a/moves', keyed(...headers), move)).status).toBe(200);
      const foreign = [...program, 'Origin', 'https://evil.example'];
      expect((await send(board.url, '/v1/items/a/moves', keyed(...foreign), move)).status).toBe(403);
      // A token that is none is refused, whatever session came with it.
      const wrong = ['Authorization', 'Bearer not-one-of-them-at-all', ...own(), ...(await cookie())];
      expect((await send(board.url, '/v1/wall', wrong)).status).toBe(401);
    });

    test('what is no request is a problem, and the connection ends', async () => {
      const socket = connect(Number(new URL(board.url).port), '127.0.0.1');
      socket.write('good day\r\n\r\n');
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    });

    test('no answer may be framed, run or kept', async () => {
      const { headers } = await board.send('/v1/wall');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect((await board.send('/v1/session')).headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('by the header of a proxy', () => {
    const env = {
      SIGN_IN: 'header',
      TRUSTED_USER_HEADER: 'Remote-User',
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_URL: 'https://kanban.example.com',
    };
    let url: string;
    beforeAll(async () => {
      url = await board.start(env);
    });
    const asked = (...headers: string[]) => send(url, '/v1/session', headers);

    test('a member acts with the rights of the row, whoever is none reads only', async () => {
      expect(await asked('Remote-User', 'ann')).toMatchObject({
        status: 200,
        body: { signIn: 'header', person: { name: 'ann', mayMove: true } },
      });
      const stranger = await asked('Remote-User', 'Nobody');
      expect(stranger.body.person).toMatchObject({ name: 'Nobody', isMember: false, mayMove: false });
      const write = keyed('Remote-User', 'Nobody', 'Origin', 'https://kanban.example.com');
      expect(await send(url, '/v1/items/a/moves', write, move)).toMatchObject({
        status: 403,
        body: { right: 'may_move' },
      });
      expect((await send(url, '/v1/wall', ['Remote-User', 'Nobody'])).status).toBe(200);
      expect((await send(url, '/v1/wall', [])).status).toBe(401);
      expect((await asked()).body.person).toBeNull();
    });

    test('the session it gets is that of the person named, and of nobody else', async () => {
      const first = await asked('Remote-User', 'ann');
      expect(first.cookies[0]).toMatch(/^__Host-kanban=/);
      expect((await asked('Remote-User', 'ann', 'Cookie', cookieOf(first))).cookies).toEqual([]);
      const other = await asked('Remote-User', 'bob', 'Cookie', cookieOf(first));
      expect(other.body.person).toMatchObject({ name: 'bob' });
      expect(cookieOf(other)).not.toBe(cookieOf(first));
      // The session alone says nothing here: the proxy does.
      expect((await send(url, '/v1/wall', ['Cookie', cookieOf(other)])).status).toBe(401);
    });

    test.each([
      ['twice', ['Remote-User', 'reader', 'Remote-User', 'ann']],
      ['beside a look-alike', ['Remote-User', 'reader', 'Remote_User', 'ann']],
      ['as a look-alike alone', ['Remote_User', 'ann']],
      ['empty', ['Remote-User', '']],
      ['with bytes that are no UTF-8', ['Remote-User', 'ann\xff']],
      ['with a character that nobody sees', ['Remote-User', Buffer.from('ann\u200b').toString('latin1')]],
    ])('given %s it is refused, not taken for nobody', async (_, headers) => {
      expect(await asked(...headers)).toMatchObject({
        status: 400,
        body: { type: 'urn:kanban-flow:problem:ambiguous-identity' },
      });
    });

    test('a name is UTF-8 or RFC 2047', async () => {
      expect((await asked('Remote-User', Buffer.from('Zoë').toString('latin1'))).body.person?.name).toBe(
        'Zoë',
      );
      expect((await asked('Remote-User', '=?utf-8?B?Wm/Dqw==?=')).body.person?.name).toBe('Zoë');
      expect((await asked('Remote-User', '=?utf-8?Q?Zo=C3=AB?=')).body.person?.name).toBe('Zoë');
    });

    test('from anybody but the proxies it is refused, whatever X-Forwarded-For says', async () => {
      const elsewhere = await board.start({ ...env, TRUSTED_PROXIES: '10.0.0.5,192.168.0.0/16,fd00::/8' });
      const forged = await send(elsewhere, '/v1/session', [
        'Remote-User',
        'ann',
        'X-Forwarded-For',
        '10.0.0.5',
      ]);
      expect(forged.status).toBe(400);
      expect((await send(elsewhere, '/v1/session', [])).body.person).toBeNull();
    });

    test('with a secret set, a program on the machine of the proxy cannot pretend to be it', async () => {
      const secret = 'only-the-proxy-knows-it';
      const guarded = await board.start({ ...env, TRUSTED_PROXY_SECRET: secret });
      const ask = (...headers: string[]) => send(guarded, '/v1/session', ['Remote-User', 'ann', ...headers]);
      expect((await ask('X-Kanban-Proxy-Secret', secret)).body.person?.name).toBe('ann');
      for (const headers of [
        [],
        ['X-Kanban-Proxy-Secret', 'guessed'],
        ['X-Kanban-Proxy-Secret', secret, 'X-Kanban-Proxy-Secret', secret],
        ['X_Kanban_Proxy_Secret', secret],
      ])
        expect((await ask(...headers)).status).toBe(400);
    });

    test('a name alone signs nobody in', async () => {
      const write = [...json, 'Remote-User', 'reader', 'Origin', 'https://kanban.example.com'];
      expect(
        (await send(url, '/v1/session', write, { method: 'POST', body: '{"name":"cara"}' })).status,
      ).toBe(403);
    });
  });
});
