import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

/** A neighbour that must fail in ways the real API does not on demand. What the real one answers is tested beside it. */
let answer: (response: ServerResponse) => void;
const asked: string[] = [];
let server: Server;
let api: string;
const folder = temporaryFolder();

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim());
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  folder.remove();
});

const csv = { 'content-type': 'text/csv; charset=utf-8' };

test('every option becomes the parameter of the API, with the token', async () => {
  answer = (response) => response.writeHead(200, csv).end('a,b\r\n1,2\r\n');
  const { code, stdout } = await runCli(
    [
      'export',
      'lead-time',
      '--stream',
      'a b',
      '--from',
      '2026-01-01',
      '--time-zone',
      'Asia/Kathmandu',
      '--start-queue',
      'Build',
      '--separator',
      'semicolon',
      '--decimal',
      'comma',
      '--bom',
    ],
    { API_URL: api, API_TOKEN: 'a-token-of-some-length' },
  );
  expect([code, stdout]).toEqual([0, 'a,b\r\n1,2\r\n']);
  const [address = '', ...authorization] = (asked.at(-1) ?? '').split(' ');
  const { pathname, searchParams } = new URL(address, api);
  expect([pathname, ...authorization]).toEqual(['/v1/lead-time', 'Bearer', 'a-token-of-some-length']);
  expect(Object.fromEntries(searchParams)).toEqual({
    format: 'csv',
    stream: 'a b',
    from: '2026-01-01',
    timeZone: 'Asia/Kathmandu',
    startQueue: 'Build',
    separator: 'semicolon',
    decimal: 'comma',
    bom: 'true',
  });
});

test('a filter that is given twice asks for both values, one with an empty value for nobody', async () => {
  answer = (response) => response.writeHead(200, csv).end('a\r\n');
  const filters = ['--type', 'story', '--type', 'defect', '--assignee', ''];
  const { code } = await runCli(['export', 'throughput', '--api', api, ...filters]);
  const { searchParams } = new URL((asked.at(-1) ?? '').split(' ')[0] ?? '', api);
  expect([code, searchParams.getAll('type'), searchParams.getAll('assignee')]).toEqual([
    0,
    ['story', 'defect'],
    [''],
  ]);
});

test('every parameter of the contract that changes a table is an option, and no other', async () => {
  const { code, stdout } = await runCli(['export', 'lead-time', '--help']);
  expect(code).toBe(0);
  const options = [...stdout.matchAll(/^ {2}(?:-h, )?--([\w-]+)/gm)].map(([, name]) => name);
  const filters = ['type', 'class-of-service', 'assignee', 'parent', 'fields-at', 'split-by'];
  const own = ['at', 'as-of', 'clock', ...filters, 'measure', 'start-queue', 'end-queue', 'day-count'];
  const common = ['stream', 'bom', 'separator', 'decimal', 'from', 'to', 'time-zone'];
  expect(options).toEqual([...['out', 'api'], ...common, ...own, 'help']);
});

test('a file is written whole, nothing lies beside it, and as of when it is told', async () => {
  const asOf = '2026-03-30T09:00:00.000000Z';
  answer = (response) => response.writeHead(200, { ...csv, 'kanban-as-of': asOf }).end('a\r\n');
  const { code, stdout, stderr } = await runCli([
    'export',
    'sla',
    '--api',
    api,
    '--out',
    join(folder.path, 'sla.csv'),
  ]);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`as of ${asOf}`);
  expect(readFileSync(join(folder.path, 'sla.csv'), 'utf8')).toBe('a\r\n');
  expect(readdirSync(folder.path)).toEqual(['sla.csv']);
});

test('an answer that breaks off leaves the file that was there, and exit code 3', async () => {
  answer = (response) => {
    response.writeHead(200, { ...csv, 'content-length': '1000' }).write('a\r\n');
    response.on('drain', () => {});
    setImmediate(() => response.destroy());
  };
  const file = join(folder.path, 'sla.csv');
  writeFileSync(file, 'old');
  const { code, stderr } = await runCli(['export', 'sla', '--api', api, '--out', file]);
  expect([code, stderr]).toEqual([3, `The metrics API at ${api} broke off its answer; try again.\n`]);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder.path)).toEqual(['sla.csv']);
});

test.each([
  [
    400,
    'application/problem+json',
    '{"detail":"from is wrong.","allowed":"a date"}',
    1,
    'from is wrong. Allowed: a date.\n',
  ],
  [503, 'application/problem+json', '{"title":"The database is away."}', 3, 'The database is away.\n'],
  [401, 'application/problem+json', '{}', 1, /asks for a token\. Set API_TOKEN/],
  [200, 'text/html', '<p>', 3, /answers 200 but not like the metrics API/],
])('%i with %s becomes one sentence and an exit code', async (status, type, body, exitCode, sentence) => {
  answer = (response) => response.writeHead(status, { 'content-type': type }).end(body);
  const { code, stderr } = await runCli(['export', 'throughput', '--api', api]);
  expect(code).toBe(exitCode);
  expect(stderr).toMatch(sentence);
});

test('a missing folder and an invalid address are reported', async () => {
  answer = (response) => response.writeHead(200, csv).end('a\r\n');
  const missing = await runCli(['export', 'sla', '--api', api, '--out', join(folder.path, 'no/such.csv')]);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('its folder is not there')]);
  const wrong = await runCli(['export', 'sla', '--api', 'localhost']);
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    '--api is "localhost" but must be an address like http://127.0.0.1:8080.\n',
  ]);
});
