import type { AnswerTo } from '@kanban/api';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { parseCsv } from '../../testing/parse-csv.ts';

type Annotations = AnswerTo<'/v1/annotations'>;

describe.each(readerDatabases())('annotations on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);

  beforeAll(async () => {
    await run("INSERT INTO value_streams (name, time_zone) VALUES ('shop', 'Europe/Berlin')");
    await run('INSERT INTO annotations (value_stream, day, text) VALUES ?', [
      [
        ['shop', '2026-03-09', 'Moved house'],
        ['shop', '2026-03-02', 'New tester'],
        ['shop', '2026-03-09', '=1+1'],
        ['shop', '2026-04-01', 'Fair'],
        ['main', '2026-03-05', 'Of another stream'],
      ],
    ]);
    api = appUnderTest(database.url);
    api.setNow(Date.UTC(2026, 3, 10) * 1000);
  });
  afterAll(() => api.close());

  const ask = (query: Record<string, string> = {}) =>
    api.ask<Annotations>('/v1/annotations', { stream: 'shop', ...query });
  const told = ({ annotations }: Annotations) => annotations.map(({ day, text }) => `${day} ${text}`);

  test('those of the stream and the days asked for, by day, with who wrote them', async () => {
    const march = await ask({ from: '2026-03-02', to: '2026-03-31' });
    expect(told(march)).toEqual(['2026-03-02 New tester', '2026-03-09 Moved house', '2026-03-09 =1+1']);
    expect(march.annotations[0]).toMatchObject({ writtenBy: 'root@localhost' });
    expect(told(await ask())).toHaveLength(4);
    expect(told(await ask({ from: '2026-03-03', to: '2026-03-09' }))).toEqual(told(march).slice(1));
    expect(told(await ask({ from: '2026-03-10', to: '2026-03-31' }))).toEqual([]);
  });

  test('a day is included of which the range holds a part, in the zone asked for', async () => {
    // 23:30 in UTC is after midnight in Berlin.
    const evening = { from: '2026-03-08T23:30:00Z', to: '2026-03-08T23:45:00Z' };
    expect(told(await ask(evening))).toHaveLength(2);
    expect(told(await ask({ ...evening, timeZone: 'UTC' }))).toEqual([]);
  });

  test('pages add up, within a day as well', async () => {
    const first = await ask({ limit: '2' });
    const { searchParams } = new URL(first.nextPage as string, 'http://localhost');
    const second = await api.ask<Annotations>('/v1/annotations', Object.fromEntries(searchParams));
    expect([...told(first), ...told(second)]).toEqual(told(await ask()));
    expect(second.nextPage).toBeNull();
  });

  test('the CSV has all of them, and no spreadsheet runs a text', async () => {
    const response = await api.app.request(
      addressOf('/v1/annotations', { stream: 'shop', format: 'csv', limit: '1' }),
    );
    const [columns = [], ...lines] = parseCsv(await response.text());
    const cell = (line: string[], name: string) => line[columns.indexOf(name)];
    expect(lines.map((line) => [cell(line, 'day'), cell(line, 'text')])).toEqual([
      ['2026-03-02', 'New tester'],
      ['2026-03-09', 'Moved house'],
      ['2026-03-09', "'=1+1"],
      ['2026-04-01', 'Fair'],
    ]);
  });

  test('a client that knows the answer is told when somebody writes another', async () => {
    const address = addressOf('/v1/annotations', { stream: 'shop' });
    const known = { 'If-None-Match': (await api.app.request(address)).headers.get('ETag') as string };
    expect((await api.app.request(address, { headers: known })).status).toBe(304);
    await run("UPDATE annotations SET text = 'Trade fair' WHERE text = 'Fair'");
    expect((await api.app.request(address, { headers: known })).status).toBe(200);
    expect(told(await ask()).at(-1)).toBe('2026-04-01 Trade fair');
  });
});
