import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { Deps } from './deps.ts';
import { appUnderTest } from './testing/app-under-test.ts';

const TOKENS = ['first-token-of-two-0001', 'second-token-of-two-002'];

const open: ReturnType<typeof appUnderTest>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((api) => api.close()));
});

/** An app whose database is away: nothing listens at its address. */
async function withoutDatabase(overrides: Partial<Deps> = {}) {
  const api = appUnderTest(`mysql://reader:s3cret@127.0.0.1:${await closedPort()}/kanban`, overrides);
  open.push(api);
  return api.app;
}

/** Collects the lines of the log. */
function recorder() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, sink };
}

function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

describe('without a database', () => {
  test.each(['/v1/queues', '/v1/lead-time', '/v1/audit-log?format=csv', '/health/ready'])(
    '%s is 503, with a problem that tells nothing of the inside',
    async (path) => {
      const response = await (await withoutDatabase()).request(path);
      expect(response.status).toBe(503);
      expect(response.headers.get('Content-Type')).toBe('application/problem+json');
      expect(response.headers.get('Retry-After')).toBe('5');
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ type: 'urn:kanban-flow:problem:database-unavailable' });
      expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|s3cret/);
    },
  );

  test('it is live, has metrics, and describes its routes', async () => {
    const app = await withoutDatabase();
    expect(await (await app.request('/health/live')).json()).toEqual({ status: 'live' });
    expect(await (await app.request('/metrics')).text()).toMatch(/kanban_database_up 0/);
    expect((await app.request('/docs')).status).toBe(200);
  });

  test.each(['/v1/queues?foo=1', '/v1/queues?decimal=comma', '/v1/audit-log?format=csv&decimal=comma'])(
    'bad input is reported first: %s',
    async (address) => {
      expect((await (await withoutDatabase()).request(address)).status).toBe(400);
    },
  );
});

describe('with tokens', () => {
  test.each(['/v1/queues', '/v1/audit-log', '/v1/nothing', '/metrics', '/health/ready', '/%761/queues'])(
    '%s needs one',
    async (path) => {
      const app = await withoutDatabase({ tokens: TOKENS });
      for (const authorization of [
        undefined,
        'Bearer',
        'Bearer wrong-token-wrong',
        `Basic ${TOKENS[0]}`,
        `Bearer ${TOKENS}`,
      ]) {
        const response = await app.request(path, {
          headers: authorization ? { Authorization: authorization } : {},
        });
        expect(response.status).toBe(401);
        expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
        expect(await response.json()).toMatchObject({ type: 'urn:kanban-flow:problem:token-needed' });
      }
    },
  );

  test.each(TOKENS)('each of them is accepted', async (token) => {
    const app = await withoutDatabase({ tokens: TOKENS });
    const response = await app.request('/v1/queues', { headers: { Authorization: `Bearer ${token}` } });
    expect(response.status).toBe(503);
  });

  test.each(['/health/live', '/docs', '/docs/redoc.js', '/docs/start.js', '/openapi.json'])(
    '%s needs none',
    async (path) => {
      expect((await (await withoutDatabase({ tokens: TOKENS })).request(path)).status).toBe(200);
    },
  );

  test('none is ever logged', async () => {
    const { lines, sink } = recorder();
    const app = await withoutDatabase({ tokens: TOKENS, log: pino({ level: 'trace' }, sink) });
    for (const token of [...TOKENS, 'a-guess-at-a-token-001']) {
      await app.request('/v1/queues', { headers: { Authorization: `Bearer ${token}` } });
    }
    expect(lines.join('')).toMatch(/"path":"\/v1\/queues".*"status":401/);
    expect(lines.join('')).not.toMatch(/-token-|s3cret/);
  });
});

test.each([
  ['http://localhost/health/live', 200],
  ['http://127.0.0.1:8080/health/live', 200],
  ['http://[::1]:8080/health/live', 200],
  ['http://kanban.example/health/live', 200],
  ['http://rebound.example:8080/health/live', 421],
])('without tokens a request to %s is answered with %i', async (address, status) => {
  const app = await withoutDatabase({ apiUrl: 'http://kanban.example:8080' });
  expect((await app.request(address)).status).toBe(status);
});

test('an unexpected error is a 500 that says only where to look in the log', async () => {
  const { lines, sink } = recorder();
  const app = await withoutDatabase({ log: pino(sink) });
  app.get('/broken', () => {
    throw new TypeError('a secret of the inside');
  });
  const response = await app.request('/broken');
  expect(response.status).toBe(500);
  const problem = (await response.json()) as { instance: string };
  expect(JSON.stringify(problem)).not.toMatch(/secret|TypeError/);
  const id = problem.instance.split(':').at(-1) ?? 'none';
  expect(lines.some((line) => line.includes(id) && line.includes('a secret of the inside'))).toBe(true);
});

test('other origins may read only when they are named', async () => {
  const app = await withoutDatabase({ corsOrigins: ['https://board.example'] });
  const from = async (origin: string) =>
    (await app.request('/health/live', { headers: { Origin: origin } })).headers.get(
      'Access-Control-Allow-Origin',
    );
  expect(await from('https://board.example')).toBe('https://board.example');
  expect(await from('https://other.example')).toBeNull();
});

test('a page of another origin asks first (OPTIONS), without a token', async () => {
  const app = await withoutDatabase({ tokens: TOKENS, corsOrigins: ['https://board.example'] });
  const response = await app.request('/v1/queues', {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://board.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization/i);
});

test.each([{}, { Origin: 'https://other.example' }])(
  'OPTIONS with %j tells the methods there are',
  async (headers) => {
    const response = await (await withoutDatabase({ tokens: TOKENS })).request('/v1/queues', {
      method: 'OPTIONS',
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
  },
);

test('a refusal can be read by a page of another origin too', async () => {
  const app = await withoutDatabase({ tokens: TOKENS, corsOrigins: ['https://board.example'] });
  const response = await app.request('/v1/queues', { headers: { Origin: 'https://board.example' } });
  expect(response.status).toBe(401);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://board.example');
});

test('the OpenAPI document is of 3.1 and describes every path with its parameters', async () => {
  const response = await (await withoutDatabase()).request('/openapi.json');
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, { get: { parameters: [] } }>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths).sort()).toEqual([
    '/health/live',
    '/health/ready',
    '/metrics',
    '/v1/ageing',
    '/v1/annotations',
    '/v1/attention',
    '/v1/audit-log',
    '/v1/blocked',
    '/v1/blocked/intervals',
    '/v1/changes',
    '/v1/changes/items',
    '/v1/changes/settings',
    '/v1/changes/stream',
    '/v1/cumulative-flow',
    '/v1/data-quality',
    '/v1/data-quality/findings',
    '/v1/flow',
    '/v1/forecast/backtest',
    '/v1/forecast/how-many',
    '/v1/forecast/when',
    '/v1/lead-time',
    '/v1/lead-time/intervals',
    '/v1/lead-time/items',
    '/v1/process-behaviour',
    '/v1/queues',
    '/v1/sla',
    '/v1/sla/budget',
    '/v1/sla/budget/items',
    '/v1/sla/items',
    '/v1/stability',
    '/v1/throughput',
    '/v1/time-in-queue',
    '/v1/time-in-queue/items',
    '/v1/value-streams',
    '/v1/work-items',
    '/v1/work-items/{reference}',
    '/v1/work-items/{reference}/deliveries',
  ]);
  const parameters = document.paths['/v1/lead-time']?.get.parameters as unknown as {
    name: string;
    required?: boolean;
  }[];
  expect(parameters.map(({ name }) => name)).toContain('percentileMethod');
  expect(parameters.some(({ required }) => required)).toBe(false);
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!path.startsWith('/v1/') || path === '/v1/changes/stream') continue;
    const names = (get.parameters as unknown as { name: string }[]).map(({ name }) => name);
    expect([path, ...names]).toEqual(expect.arrayContaining(['bom', 'separator', 'decimal']));
  }
  expect(JSON.stringify(document)).toContain('text/csv');
});

test('the OpenAPI document says how tokens are given, and needs one only when there are any', async () => {
  type Described = { security?: unknown; components: { securitySchemes?: object } };
  const describe = async (tokens: string[]) => {
    const app = await withoutDatabase({ tokens });
    const { security, components } = (await (await app.request('/openapi.json')).json()) as Described;
    return [security, components.securitySchemes];
  };
  const schemes = { token: expect.objectContaining({ type: 'http', scheme: 'bearer' }) };
  expect(await describe([])).toEqual([[{ token: [] }, {}], schemes]);
  expect(await describe(TOKENS)).toEqual([[{ token: [] }], schemes]);
});

test.each([
  ['/v1/queues?access_token=s3cret', '?…'],
  ['/v1/queues?s3cret', '?…'],
  ['/v1/nothing?stream=main&s3cret=1', '?stream=…&…'],
  ['/docs?token=s3cret', '?…'],
  ['/?token=s3cret&token=other', '?…'],
])(
  'of %s the log has neither a value nor a name that is not ours: people put tokens there',
  async (path, logged) => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    await (await withoutDatabase({ log })).request(path);
    expect(lines.map((line) => JSON.parse(line).query)).toEqual([logged]);
  },
);

test('the OpenAPI document lists 401 for every path that needs a token, and for no other', async () => {
  const app = await withoutDatabase({ tokens: TOKENS });
  const { paths } = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, { get: { responses: object } }>;
  };
  for (const [path, { get }] of Object.entries(paths)) {
    const { status } = await app.request(path.replace('{reference}', '1'));
    expect([path, '401' in get.responses]).toEqual([path, status === 401]);
  }
});

test('large answers are compressed for those who ask', async () => {
  const response = await (await withoutDatabase()).request('/openapi.json', {
    headers: { 'Accept-Encoding': 'gzip' },
  });
  expect(response.headers.get('Content-Encoding')).toBe('gzip');
});

test('pages may run nothing but our own scripts', async () => {
  const policy =
    (await (await withoutDatabase()).request('/docs')).headers.get('Content-Security-Policy') ?? '';
  expect(policy).toMatch(/default-src 'self'/);
  expect(policy).not.toMatch(/script-src|unsafe-eval/);
});

test('the dashboard is served at /, beside the API', async () => {
  const app = await withoutDatabase({
    dashboardDir: new URL('testing', import.meta.url).pathname,
    tokens: TOKENS,
  });
  const file = await app.request('/board.ts');
  expect(file.status).toBe(200);
  expect(file.headers.get('Cache-Control')).toBe('no-cache');
  expect((await app.request('/../config.ts')).status).toBe(404);
  expect((await app.request('/v1/queues')).status).toBe(401);
});

test('the reference page loads nothing from elsewhere', async () => {
  const app = await withoutDatabase();
  for (const path of ['/docs', '/docs/redoc.js', '/docs/start.js']) {
    const text = await (await app.request(path)).text();
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toMatch(/cdn\.redoc\.ly|fonts\.(?:googleapis|gstatic)/);
  }
});
