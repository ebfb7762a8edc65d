import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRows, select } from '../testing/database.ts';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe.each(serviceDatabases())('an undo whose connection is killed on $name', (server) => {
  const database = boardTest(server);
  let batch: string;
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  beforeAll(async () => {
    const log = logCsv('2026-01-01T10:00:00Z,A,,Backlog', '2026-01-02T10:00:00Z,A,Backlog,Done');
    const file = folder.write('log.csv', log);
    const { stdout } = await kanban(
      'import',
      file,
      '--stream',
      'shop',
      '--queues',
      'Backlog:backlog,Done:delivered',
    );
    batch = /--undo (\d+)/.exec(stdout)?.[1] as string;
  });

  test.each([
    ['when it writes down what goes', 'BEFORE INSERT ON config_history'],
    ['when rows of the log go', 'AFTER DELETE ON audit_log'],
    ['when items go', 'AFTER DELETE ON work_items'],
    ['when all is counted again', 'BEFORE DELETE ON bulk_sessions'],
  ])('%s changes nothing, and is done by the next one', async (_, when) => {
    const before = await countRows(database);
    const history = await select(database, 'SELECT COUNT(*) AS n FROM config_history');
    await database.pool.query(`CREATE TRIGGER cut_undo ${when} FOR EACH ROW KILL CONNECTION_ID()`);
    const { code } = await kanban('import', '--undo', batch, '--copy-to', folder.unused('copy'));
    await database.pool.query('DROP TRIGGER cut_undo');
    expect(code).not.toBe(0);
    expect(await countRows(database)).toEqual(before);
    expect(await select(database, 'SELECT COUNT(*) AS n FROM config_history')).toEqual(history);
    expect(await kanban('import', '--undo', batch, '--dry-run')).toMatchObject({ code: 0 });
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });
});
