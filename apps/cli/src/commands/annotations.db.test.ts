import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('kanban annotations on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(['annotations', ...args], { DATABASE_URL: database.url });

  test('what happened is added, listed by day and stream, and removed', async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('shop')");
    expect(await kanban('add', '2026-11-09', 'Neue Testerin', '--stream', 'shop')).toMatchObject({
      code: 0,
      stdout: 'shop, 2026-11-09: Neue Testerin (1)\n',
    });
    await kanban('add', '2026-11-02', 'Moved house', '--stream', 'shop');
    await kanban('add', '2026-11-05', 'Fair');
    const listed = async (...args: string[]) =>
      (await kanban('list', ...args)).stdout.split('\n').map((line) => line.split(/ {2,}/));
    const [main, moved, tester] = [
      ['3', 'main', '2026-11-05', 'root@localhost', 'Fair'],
      ['2', 'shop', '2026-11-02', 'root@localhost', 'Moved house'],
      ['1', 'shop', '2026-11-09', 'root@localhost', 'Neue Testerin'],
    ];
    expect((await listed()).slice(1)).toEqual([main, moved, tester, ['']]);
    expect((await listed('--stream', 'shop')).slice(1)).toEqual([moved, tester, ['']]);
    expect(await kanban('remove', '2')).toMatchObject({ code: 0, stdout: 'Annotation 2 is removed.\n' });
    expect((await listed()).slice(1)).toEqual([main, tester, ['']]);
  });

  test('what cannot be is refused in words, and nothing is written', async () => {
    const before = await select(database, 'SELECT * FROM annotations ORDER BY id');
    expect(await kanban('remove', '77')).toMatchObject({
      code: 1,
      stderr: 'There is no annotation 77; kanban annotations list names all.\n',
    });
    expect(await kanban('add', '2026-11-05', 'x', '--stream', 'nowhere')).toMatchObject({ code: 1 });
    for (const day of ['2026-02-30', '1969-12-31', 'today', '2026-11-05T00:00:00Z'])
      expect([day, await kanban('add', day, 'x')]).toMatchObject([
        day,
        { code: 2, stderr: expect.stringContaining('It must be a day like 2026-11-01') },
      ]);
    for (const text of ['', ' x', 'two\nlines', 'x'.repeat(201)])
      expect([text, await kanban('add', '2026-11-05', text)]).toMatchObject([text, { code: 2 }]);
    expect(await select(database, 'SELECT * FROM annotations ORDER BY id')).toEqual(before);
  });
});
