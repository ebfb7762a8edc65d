import { testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

describe.each(testDatabases())('verify and migrate on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  test('say the same of a server that breaks a promise, and nothing of one that does not', async () => {
    const check = 'the server is set as the board needs it';
    expect((await kanban('verify')).stdout).toContain(`${check}: ok`);
    await database.pool.query('ALTER TABLE link_walk ENGINE = MyISAM');
    const sentence =
      'Not of InnoDB: link_walk (MyISAM): other engines have neither transactions nor row locks';
    const verified = await kanban('verify');
    expect(verified.stdout).toContain(`${check}: 1 difference\n  ${sentence}`);
    expect(verified.code).toBe(1);
    const migrated = await kanban('migrate', '--no-roles');
    expect(migrated.stderr).toContain(sentence);
    expect(migrated.code).toBe(1);
  });
});
