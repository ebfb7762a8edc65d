import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyRoles, createLogins } from '@kanban/schema';
import { createBoard, enter, serviceDatabases, type TestServer } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBinary } from '../../scripts/servers/find-binary.mjs';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { firstBytes, until } from '../../scripts/servers/until.mjs';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const nginx = findBinary('nginx');
const caddy = findBinary('caddy');
const [server] = serviceDatabases() as [TestServer];

const HOST = 'kanban.example.com';
const ORIGIN = `https://${HOST}`;
const TOKEN = 'a-token-of-the-board-1';
const SECRET = 'AT-LEAST-16-CHARACTERS';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request to a port of this machine, for the host that people know. Of what does not end, the first piece. */
async function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  { method = 'GET', body = '', isEndless = false } = {},
): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path, method, headers: { Host: HOST, ...headers } });
  sent.end(body);
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const piece of response) {
    text += String(piece);
    if (isEndless) break;
  }
  return { status: response.statusCode, headers: response.headers, text };
}

// The files for web servers are run as they stand, with other ports, and without TLS, which is the web server's own.
describe.skipIf(!nginx || !caddy)('the web server in front', () => {
  const board = boardTest(server);
  const folder = mkdtempSync(join(tmpdir(), 'kanban-proxy-'));
  const endings: (() => unknown)[] = [];
  let ports: Record<'api' | 'board' | 'auth' | 'nginx' | 'Caddy' | 'Compose', number>;

  beforeAll(async () => {
    const names = ['api', 'board', 'auth', 'nginx', 'Caddy', 'Compose'] as const;
    const free = new Set<number>();
    while (free.size < names.length) free.add(await freePort());
    ports = Object.fromEntries(names.map((name, index) => [name, [...free][index]])) as typeof ports;
    await createBoard(board.pool);
    await applyRoles(board.url);
    const suffix = `_${randomUUID().slice(0, 6)}`;
    const logins = await createLogins(board.url, { board: 'p', reader: 'p' }, { suffix });
    await board.pool.query("INSERT INTO members (name, may_move) VALUES ('ann', TRUE), ('cara', TRUE)");
    await enter(board.pool, 'backlog', ...['nginx', 'Caddy', 'Compose']);
    writeFileSync(join(folder, 'index.html'), '<h1>The start page</h1>');
    const program = (file: string, env: Record<string, string>) =>
      run(process.execPath, [join(root, file)], { LOG_LEVEL: 'warn', ...env });
    program('apps/metrics-api/src/main.ts', {
      DATABASE_URL: logins.reader ?? '',
      PORT: String(ports.api),
      API_TOKENS: TOKEN,
      API_URL: ORIGIN,
      SIGN_IN: 'header',
      DASHBOARD_DIR: folder,
    });
    program('apps/board-api/src/main.ts', {
      DATABASE_URL: logins.board ?? '',
      BOARD_PORT: String(ports.board),
      PUBLIC_URL: ORIGIN,
      SIGN_IN: 'header',
      TRUSTED_USER_HEADER: 'Remote-User',
      TRUSTED_PROXIES: '127.0.0.1,::1',
      TRUSTED_PROXY_SECRET: SECRET,
    });
    startAuth();
    startNginx();
    startCaddy('Caddy', read('ops/proxy/Caddyfile').replace(`${HOST} {`, `http://${HOST}:${ports.Caddy} {`));
    startCaddy('Compose', read('scripts/compose/Caddyfile').replace(':8080 {', `:${ports.Compose} {`));
    await Promise.all(
      names.map((name) =>
        until(() => firstBytes(ports[name], { request: 'GET / HTTP/1.0\r\n\r\n' }), 60_000),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all(endings.map((end) => end()));
    rmSync(folder, { recursive: true });
  });

  function run(file: string, args: readonly string[], env: Record<string, string> = {}): void {
    const child = spawn(file, args, {
      env: { PATH: process.env.PATH, HOME: folder, ...env },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    // The workers of nginx would stay.
    endings.push(() => child.kill(file === nginx ? 'SIGTERM' : 'SIGKILL') && ended);
  }

  /** In the place of oauth2-proxy: who has its cookie is whom the cookie says; one of them has no address there. */
  function startAuth(): void {
    const auth = createServer(({ headers }, response) => {
      const [, name] = /_oauth2_proxy=(\w+)/.exec(headers.cookie ?? '') ?? [];
      if (name !== undefined && name !== 'nameless') response.setHeader('X-Auth-Request-Email', name);
      response.writeHead(name === undefined ? 401 : 202).end();
    }).listen(ports.auth, '127.0.0.1');
    endings.push(() => auth.close());
  }

  const elsewhere = (text: string) =>
    text
      .replace(/127\.0\.0\.1:8082|board:8082/g, `127.0.0.1:${ports.board}`)
      .replace(/127\.0\.0\.1:8080|api:8080/g, `127.0.0.1:${ports.api}`)
      .replace('127.0.0.1:4180', `127.0.0.1:${ports.auth}`);

  function startNginx(): void {
    writeFileSync(join(folder, 'users'), 'ann:{PLAIN}secret\n');
    const site = elsewhere(read('ops/proxy/nginx.conf'))
      .replace('listen 443 ssl;', `listen 127.0.0.1:${ports.nginx};`)
      .replace(/^ *ssl_certificate.*\n/gm, '')
      .replace('/etc/nginx/kanban.users', join(folder, 'users'));
    const file = join(folder, 'nginx.conf');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    writeFileSync(
      file,
      `${user} daemon off; pid ${folder}/nginx.pid; events {} http { access_log off; ${temporary.join(' ')} ${site} }`,
    );
    run(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file]);
  }

  function startCaddy(name: string, text: string): void {
    const file = join(folder, name);
    // The one of Compose has settings of its own at its top.
    const settings = text.includes('admin off') ? '' : '{\n\tadmin off\n\tauto_https off\n}\n';
    writeFileSync(file, settings + elsewhere(text).replace('root * /srv', `root * ${folder}`));
    run(caddy as string, ['run', '--adapter', 'caddyfile', '--config', file], {
      TRUSTED_PROXY_SECRET: SECRET,
      BOARD_SECRET: SECRET,
      BOARD_USER: 'ann',
      API_TOKEN: TOKEN,
      DASHBOARD_HOST: HOST,
    });
  }

  const ways = {
    nginx: { Authorization: `Basic ${Buffer.from('ann:secret').toString('base64')}` },
    Caddy: { Cookie: '_oauth2_proxy=ann' },
    Compose: {},
  } as const;

  test.each(Object.keys(ways) as (keyof typeof ways)[])(
    '%s passes people, pages, both APIs and events on, and nothing that a client says of itself',
    async (name) => {
      const port = ports[name];
      const login: Record<string, string> = ways[name];
      const forged = { 'Remote-User': 'cara', 'X-Kanban-Proxy-Secret': 'guessed-by-the-client' };
      const signedIn = await ask(port, '/v1/session', { ...login, ...forged });
      expect(JSON.parse(signedIn.text)).toMatchObject({ signIn: 'header', person: { name: 'ann' } });
      // Some servers drop a look-alike, and the board API refuses it.
      const alike = await ask(port, '/v1/session', { ...login, Remote_User: 'cara' });
      expect(alike.status === 400 || alike.text.includes('"name":"ann"')).toBe(true);

      const [session = ''] = signedIn.headers['set-cookie']?.[0]?.split(';') ?? [];
      expect(session).toMatch(/^__Host-kanban=/);
      const cookies = [login.Cookie, session].filter((each) => each !== undefined).join('; ');
      const person = { ...login, Cookie: cookies };
      const write = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
      const moveFrom = (Origin: string) =>
        ask(
          port,
          `/v1/items/${name}/moves`,
          { ...person, ...write, Origin },
          { method: 'POST', body: '{"queue":"uat"}' },
        );
      expect((await moveFrom('https://evil.example')).status).toBe(403);
      expect((await moveFrom(ORIGIN)).status).toBe(200);
      const [[move]] = await board.pool.query<never>(
        'SELECT actor, to_queue FROM audit_log WHERE reference = ? ORDER BY id DESC LIMIT 1',
        [name],
      );
      expect(move).toEqual({ actor: 'ann', to_queue: 'uat' });

      expect((await ask(port, '/')).text).toContain('The start page');
      expect((await ask(port, '/v1/value-streams', { Cookie: session })).status).toBe(200);
      const live = await ask(port, '/v1/changes/stream', { Cookie: session }, { isEndless: true });
      expect([live.status, live.headers['content-type'], live.headers['content-encoding']]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
        undefined,
      ]);
      expect(live.text).toMatch(/^(?:id|event|data|retry|:)/);
      if (name === 'Compose') return;
      expect((await ask(port, '/v1/wall')).status).toBe(401);
      expect((await ask(port, '/v1/wall', { ...forged, Cookie: session })).status).toBe(401);
      expect((await ask(port, '/v1/value-streams')).status).toBe(401);
    },
  );

  test('whom oauth2-proxy lets in without a name is not whom they say', async () => {
    const nameless = { Cookie: '_oauth2_proxy=nameless', 'Remote-User': 'cara' };
    const { text } = await ask(ports.Caddy, '/v1/session', nameless);
    // Caddy 2.6 passes the name of what it did not get on, which is nobody's.
    const { person = null } = JSON.parse(text) as { person?: { isMember: boolean } | null };
    expect(person?.isMember ?? false).toBe(false);
  });
});
