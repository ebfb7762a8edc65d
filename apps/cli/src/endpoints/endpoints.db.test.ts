import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

const { verifyWebhook } = await import(new URL('../../../../docs/verify-webhook.mjs', import.meta.url).href);
const url = 'https://hooks.example.test/services/T0/B0/top-secret-path';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe.each(oneDatabase())('kanban endpoints on $name', (server) => {
  const database = boardTest(server);
  let receiver: Server;
  let received: { headers: Record<string, string>; body: string }[];
  let answer: { status: number; body: string };
  const kanban = (args: string[], environment: Record<string, string> = {}, stdin?: string) =>
    runCli(
      ['endpoints', ...args],
      { DATABASE_URL: database.url, ...environment },
      undefined,
      stdin === undefined ? undefined : Readable.from([stdin]),
    );
  const rows = () =>
    select(database, 'SELECT name, channel, url, secret, is_active FROM endpoints ORDER BY id');

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      received.push({ headers: request.headers as Record<string, string>, body: await text(request) });
      response.writeHead(answer.status).end(answer.body);
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  afterAll(() => {
    receiver.close();
    receiver.closeAllConnections();
  });

  test('takes the URL and the secret from the standard input, the environment or options', async () => {
    expect(await kanban(['add', 'ops', '--channel', 'slack'], {}, `${url}\n`)).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(await kanban(['add', 'flow', '--channel', 'teams'], { ENDPOINT_URL: url })).toMatchObject({
      code: 0,
    });
    expect(await kanban(['add', 'one', '--channel', 'webhook'], {}, `${url}\r\n${secret}\r\n`)).toMatchObject(
      { code: 0 },
    );
    const both = { ENDPOINT_URL: url, ENDPOINT_SECRET: secret };
    expect(await kanban(['add', 'two', '--channel', 'webhook'], both)).toMatchObject({ code: 0 });
    const options = ['--channel', 'webhook', '--url', url, '--secret', secret];
    expect(await kanban(['add', 'three', ...options])).toMatchObject({ code: 0 });
    const chat = { url, secret: null, is_active: 1 };
    const webhook = { channel: 'webhook', url, secret, is_active: 1 };
    expect(await rows()).toEqual([
      { name: 'ops', channel: 'slack', ...chat },
      { name: 'flow', channel: 'teams', ...chat },
      { name: 'one', ...webhook },
      { name: 'two', ...webhook },
      { name: 'three', ...webhook },
    ]);
  });

  test('makes a secret for a webhook that has none, and shows it once', async () => {
    const { stdout, stderr } = await kanban(['add', 'made', '--channel', 'webhook'], { ENDPOINT_URL: url });
    expect(stdout).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/);
    expect(stderr).not.toContain('whsec_');
    expect((await rows()).at(-1)).toMatchObject({ name: 'made', secret: stdout.trim() });
  });

  test('lists them without secrets and paths', async () => {
    for (const args of [['list'], ['list', '--json']]) {
      const { stdout } = await kanban(args);
      expect(stdout).toContain('ops');
      expect(stdout).toContain('https://hooks.example.test');
      expect(stdout).not.toMatch(/top-secret-path|services|whsec_/);
    }
  });

  test.each([
    [['add', 'ops', '--channel', 'slack', '--url', url], 1, /An endpoint ops exists already/],
    [['add', 'OPS', '--channel', 'slack', '--url', url], 1, /An endpoint OPS exists already/],
    [['add', 'two words', '--channel', 'slack', '--url', url], 2, /letters, digits, dots/],
    [['add', 'x', '--channel', 'email', '--url', url], 2, /Allowed choices are slack, teams, webhook/],
    [
      ['add', 'x', '--channel', 'slack', '--url', 'http://hooks.example.test/top-secret-path'],
      1,
      /not an https: address/,
    ],
    [
      ['add', 'x', '--channel', 'slack', '--url', 'https://169.254.169.254/top-secret-path'],
      1,
      /not in the public internet/,
    ],
    [
      ['add', 'x', '--channel', 'slack', '--url', url, '--secret', secret],
      2,
      /Only webhooks have a signing secret/,
    ],
    [['add', 'x', '--channel', 'webhook', '--url', url, '--secret', 'top-secret-path'], 1, /not whsec_/],
    [['add', 'x', '--channel', 'slack'], 2, /Give the URL/],
    [['add', 'x', '--channel', 'slack', '--url', url, '--replace'], 1, /There is no endpoint x for slack/],
    [['remove', 'x'], 1, /There is no endpoint x/],
    [['test', 'x'], 1, /There is no endpoint x/],
  ])('refuses %j with code %i and changes nothing', async (args, code, sentence) => {
    const before = await rows();
    const outcome = await kanban(args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr).not.toContain('top-secret-path');
    expect(await rows()).toEqual(before);
  });

  test('gives one another URL, keeps its secret, and switches it on', async () => {
    await database.pool.query("UPDATE endpoints SET is_active = FALSE WHERE name = 'two'");
    const other = 'https://other.example.test/x';
    const { code, stdout } = await kanban([
      'add',
      'two',
      '--channel',
      'webhook',
      '--replace',
      '--url',
      other,
    ]);
    expect([code, stdout]).toEqual([0, '']);
    expect((await rows()).find(({ name }) => name === 'two')).toMatchObject({
      url: other,
      secret,
      is_active: 1,
    });
  });

  test('removes one that nothing names any more, or also what names it if forced', async () => {
    await database.pool.query(
      "INSERT INTO subscriptions (channel, recipient) VALUES ('teams', 'Flow'), ('slack', 'flow')",
    );
    expect(await kanban(['remove', 'flow'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 subscription still names flow; nothing was removed.'),
    });
    expect(await kanban(['remove', 'flow', '--force'])).toMatchObject({ code: 0 });
    expect(await kanban(['remove', 'three'])).toMatchObject({ code: 0 });
    expect((await rows()).map(({ name }) => name)).toEqual(['ops', 'one', 'two', 'made']);
  });

  describe('test', () => {
    const allow = { ALLOW_PRIVATE_ENDPOINTS: 'true', DASHBOARD_URL: 'https://board.example.test' };
    beforeAll(async () => {
      const { port } = receiver.address() as AddressInfo;
      for (const [name, channel] of [
        ['chat', 'slack'],
        ['hook', 'webhook'],
      ] as const) {
        await database.pool.query('INSERT INTO endpoints (name, channel, url, secret) VALUES (?, ?, ?, ?)', [
          name,
          channel,
          `http://localhost:${port}/top-secret-path`,
          channel === 'webhook' ? secret : null,
        ]);
      }
    });

    test('sends what a notifier would, signed, and says what came back', async () => {
      [received, answer] = [[], { status: 202, body: 'taken' }];
      expect(await kanban(['test', 'hook'], allow)).toMatchObject({
        code: 0,
        stdout: 'hook accepted the message: 202 Accepted: taken\n',
      });
      const [message] = received;
      expect(verifyWebhook(message?.headers, message?.body, secret)).toMatch(/^test-[0-9a-f]{16}$/);
      expect(JSON.parse(message?.body ?? '')).toMatchObject({
        topic: 'test',
        links: { chart: 'https://board.example.test/' },
      });
      expect(await kanban(['test', 'chat'], allow)).toMatchObject({ code: 0 });
      expect(JSON.parse(received[1]?.body ?? '')).toHaveProperty('blocks');
    });

    test.each([
      [404, 'no_service', 'chat did not accept the message: 404 Not Found: no_service.\n'],
      [
        302,
        '',
        'chat did not accept the message: 302 Found (redirects are not followed: give the final URL).\n',
      ],
    ])('says that %i is no', async (status, body, sentence) => {
      [received, answer] = [[], { status, body }];
      expect(await kanban(['test', 'chat'], allow)).toMatchObject({ code: 1, stderr: sentence });
    });

    test('reaches no private network without leave', async () => {
      [received, answer] = [[], { status: 200, body: '' }];
      const { code, stderr } = await kanban(['test', 'chat']);
      expect([code, received]).toEqual([1, []]);
      expect(stderr).toContain('chat was not reached:');
      expect(stderr).not.toContain('top-secret-path');
    });
  });
});
