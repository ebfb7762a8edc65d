import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { serviceDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../../../scripts/servers/free-port.mjs';
import { boardUnderTest } from '../../testing/board-under-test.ts';

/** Who signs in at the provider, and what it says of them. */
let account: Record<string, unknown> = {};

/** A provider that asks nobody anything: whoever comes is `account`. */
async function startProvider(redirects: {
  callback: string;
  home: string;
}): Promise<{ issuer: string; server: Server }> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'kanban',
        client_secret: 'secret-of-the-board-0123456789',
        redirect_uris: [redirects.callback],
        post_logout_redirect_uris: [redirects.home],
      },
    ],
    claims: {
      openid: ['sub', 'groups'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ ...account, sub: id }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['of-the-test'] },
    ttl: { Session: 60, Grant: 60, AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60 },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: String(account.sub) } });
    ctx.respond = false;
  });
  const server = provider.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { issuer, server };
}

/** A browser: keeps cookies by host, follows redirects as long as `follows` lets it. A program unless it asks for pages. */
function browser(accept = '*/*') {
  const jars = new Map<string, Map<string, string>>();
  const cookieOf = (url: string) =>
    [...(jars.get(new URL(url).host) ?? [])].map((pair) => pair.join('=')).join('; ');
  async function get(url: string, follows: (next: string) => boolean = () => true): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Accept: accept, Cookie: cookieOf(url) },
    });
    const jar = jars.get(new URL(url).host) ?? new Map<string, string>();
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    jars.set(new URL(url).host, jar);
    const location = response.headers.get('location');
    const next = location === null ? undefined : new URL(location, url).href;
    return next !== undefined && follows(next) ? get(next, follows) : response;
  }
  return { get, cookieOf };
}

describe.each(serviceDatabases())('signing in at an OpenID provider, on $name', (server) => {
  const board = boardUnderTest(server);
  let url: string;
  let issuer: string;
  let provider: Server;
  const rows = async (sql: string) => (await board.database.pool.query<RowDataPacket[]>(sql))[0];
  const settings = (more: Record<string, string> = {}) => ({
    SIGN_IN: 'oidc',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'kanban',
    OIDC_CLIENT_SECRET: 'secret-of-the-board-0123456789',
    OIDC_GROUPS: 'team=may_move+may_edit, leads=may_fast_track',
    ...more,
  });

  beforeAll(async () => {
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    ({ issuer, server: provider } = await startProvider({
      callback: `${url}/sign-in/callback`,
      home: `${url}/`,
    }));
    await board.start(settings({ BOARD_PORT: port, PUBLIC_URL: url }));
  });
  afterAll(() => {
    provider.closeAllConnections();
    provider.close();
  });
  beforeEach(async () => {
    await board.database.pool.query('DELETE FROM identities');
    await board.database.pool.query("DELETE FROM members WHERE name LIKE 'oidc-%'");
    account = { sub: 'u-1', preferred_username: 'oidc-ida', name: 'Ida', groups: [] };
  });

  /** Signs in, and tells who the board then says it is. */
  async function signIn(by = browser(), returnTo = '/wall?stream=main') {
    const landed = await by.get(
      `${url}/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
      (next) => new URL(next).pathname !== '/wall',
    );
    const session = await fetch(`${url}/v1/session`, { headers: { Cookie: by.cookieOf(url) } });
    return {
      landed,
      by,
      ...((await session.json()) as { person: Record<string, unknown> | null; signInAddress: string }),
    };
  }

  test('comes back to the page that it left, with a session; who is no member reads only', async () => {
    account = { ...account, name: `Ida ${'of '.repeat(100)}` };
    const { landed, person, by, signInAddress } = await signIn();
    expect(landed.headers.get('location')).toBe('/wall?stream=main');
    expect(person).toMatchObject({ isMember: false, mayMove: false });
    expect(person?.name).toMatch(/^Ida of of/);
    expect(signInAddress).toBe('/sign-in');
    expect((await fetch(`${url}/v1/wall`, { headers: { Cookie: by.cookieOf(url) } })).status).toBe(200);
    expect((await fetch(`${url}/v1/wall`)).status).toBe(401);
    expect(await rows('SELECT * FROM identities')).toEqual([]);
  });

  test('a verified address finds the member, an unverified one does not; then the subject is who counts', async () => {
    await board.database.pool.query("UPDATE members SET email = 'Ann@Example.test' WHERE name = 'ann'");
    account = { sub: 'u-2', preferred_username: 'oidc-x', email: 'ann@example.test', email_verified: false };
    expect((await signIn()).person).toMatchObject({ isMember: false });
    account = { ...account, email_verified: true };
    expect((await signIn()).person).toMatchObject({ name: 'ann', mayMove: true });
    // Another address tomorrow is the same person; another subject with the name of a member is not.
    account = { sub: 'u-2', email: 'elsewhere@example.test', email_verified: true };
    expect((await signIn()).person).toMatchObject({ name: 'ann' });
    account = { sub: 'u-3', preferred_username: 'ann', name: 'ann' };
    expect((await signIn()).person).toMatchObject({ isMember: false, mayMove: false });
    account = { ...account, groups: ['team'] };
    expect((await signIn()).person).toBeNull();
  });

  test('groups give rights at each sign-in and take away what they gave, never what was given by hand', async () => {
    account = { ...account, groups: ['team', 'elsewhere'] };
    expect((await signIn()).person).toMatchObject({
      name: 'oidc-ida',
      mayMove: true,
      mayEdit: true,
      mayFastTrack: false,
    });
    account = { ...account, groups: ['leads'] };
    expect((await signIn()).person).toMatchObject({ mayMove: false, mayEdit: false, mayFastTrack: true });
    await board.database.pool.query("UPDATE members SET may_edit = TRUE WHERE name = 'oidc-ida'");
    account = { ...account, groups: ['team'] };
    expect((await signIn()).person).toMatchObject({ mayMove: true, mayEdit: true, mayFastTrack: false });
    account = { ...account, groups: [] };
    expect((await signIn()).person).toMatchObject({ mayMove: false, mayEdit: true });
    // Without the claim nothing is taken away.
    account = { ...account, groups: ['team'] };
    await signIn();
    account = { ...account, groups: undefined };
    expect((await signIn()).person).toMatchObject({ mayMove: true, mayEdit: true });
  });

  test('who is not in the group that is asked for does not come in', async () => {
    const port = String(await freePort());
    const at = `http://127.0.0.1:${port}`;
    const other = await startProvider({ callback: `${at}/sign-in/callback`, home: `${at}/` });
    await board.start(
      settings({ OIDC_ISSUER: other.issuer, BOARD_PORT: port, PUBLIC_URL: at, OIDC_REQUIRED_GROUP: 'staff' }),
    );
    const refused = await browser().get(`${at}/sign-in`);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { allowed: 'people of the group staff' },
    ]);
    // A person gets a page, in which nothing runs that somebody calls himself.
    account = { ...account, name: '<script>alert(1)</script>' };
    const page = await browser('text/html,application/xhtml+xml,*/*;q=0.8').get(`${at}/sign-in`);
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8']);
    const shown = await page.text();
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; is not in the group');
    expect(shown).toContain('<a href="/sign-in">Sign in again</a>');
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(shown) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
    account = { ...account, groups: ['staff'] };
    const by = browser();
    await by.get(`${at}/sign-in`, (next) => new URL(next).pathname !== '/');
    expect(by.cookieOf(at)).toMatch(/kanban=/);
    other.server.closeAllConnections();
    other.server.close();
  });

  test.each([
    ['another state', (callback: URL) => callback.searchParams.set('state', 'forged')],
    ['another code', (callback: URL) => callback.searchParams.set('code', 'guessed')],
    ['no code', (callback: URL) => callback.searchParams.delete('code')],
    ['another issuer', (callback: URL) => callback.searchParams.set('iss', 'https://evil.example')],
  ])('coming back with %s is refused, and there is no session', async (_, spoil) => {
    const by = browser();
    const before = await by.get(`${url}/sign-in`, (next) => !next.includes('/sign-in/callback'));
    const callback = new URL(before.headers.get('location') ?? '');
    spoil(callback);
    expect((await by.get(callback.href)).status).toBe(403);
    expect(by.cookieOf(url)).not.toMatch(/kanban=/);
  });

  test('the callback of somebody else signs nobody in, nor does one that is sent twice', async () => {
    const theirs = browser();
    const before = await theirs.get(`${url}/sign-in`, (next) => !next.includes('/sign-in/callback'));
    const callback = before.headers.get('location') ?? '';
    const mine = browser();
    expect((await mine.get(callback)).status).toBe(403);
    await mine.get(`${url}/sign-in`, (next) => !next.includes('/sign-in/callback'));
    expect((await mine.get(callback)).status).toBe(403);
    expect((await theirs.get(callback, () => false)).status).toBe(302);
    expect((await theirs.get(callback, () => false)).status).toBe(403);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b'])(
    'returns to no other place than one of ours: %s',
    async (returnTo) => {
      const by = browser();
      const landed = await by.get(
        `${url}/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
        (next) => next !== `${url}/`,
      );
      expect(landed.headers.get('location')).toBe('/');
    },
  );

  test('goes to the provider by PUBLIC_URL, whatever the Host; signs out here, then there', async () => {
    const { by } = await signIn();
    const start = await fetch(`${url}/sign-in`, { redirect: 'manual' });
    const asked = new URL(start.headers.get('location') ?? '').searchParams;
    expect(asked.get('redirect_uri')).toBe(`${url}/sign-in/callback`);
    expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual(['S256', 'code']);
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)?.length).toBeGreaterThan(20);
    const headers = { Cookie: by.cookieOf(url), Origin: url, 'Content-Type': 'application/json' };
    const out = (await (await fetch(`${url}/v1/session`, { method: 'DELETE', headers })).json()) as {
      signOutAddress: string;
    };
    expect(out.signOutAddress.startsWith(`${issuer}/session/end?`)).toBe(true);
    expect((await fetch(`${url}/v1/wall`, { headers })).status).toBe(401);
  });

  test('a provider that is away is told as that, and asked again', async () => {
    const port = String(await freePort());
    const at = await board.start(
      settings({
        OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
        BOARD_PORT: port,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
      }),
    );
    for (let time = 0; time < 2; time++) expect((await fetch(`${at}/sign-in`)).status).toBe(503);
    expect((await fetch(`${at}/v1/session`)).status).toBe(200);
  });
});
