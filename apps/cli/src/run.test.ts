import { describe, expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const commands = [
  ['migrate'],
  ['import'],
  ['export'],
  ['export', 'lead-time'],
  ['export', 'cumulative-flow'],
  ['export', 'sla'],
  ['export', 'throughput'],
  ['export', 'audit-log'],
  ['simulate'],
  ['verify'],
  ['rebuild'],
  ['dead-letters'],
  ['prune'],
  ['canary'],
  ['streams'],
  ['streams', 'rename'],
  ['queues'],
  ['members'],
  ['members', 'add'],
  ['settings'],
];

describe('the command line', () => {
  test.each(commands)(
    'kanban %s %s explains itself with examples, without any server',
    async (...command) => {
      const { code, stdout } = await runCli([...command.filter(Boolean), '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?:\n {2}kanban /);
    },
  );

  test.each([
    ['no command', []],
    ['an unknown command', ['imprt']],
    ['an unknown option', ['verify', '--strem', 'x']],
    ['a missing argument', ['import', '--stream', 'x']],
    ['a missing option', ['import', 'x.csv']],
    ['a value that cannot be', ['simulate', '--months', 'many']],
    ['a date that does not exist', ['simulate', '--until', '2026-02-30']],
    ['an unknown zone', ['import', 'x.csv', '--stream', 'x', '--time-zone', 'Mars/Olympus']],
    ['an encoding that is none', ['import', 'x.csv', '--stream', 'x', '--encoding', 'utf-9']],
    ['a separator of two characters', ['import', 'x.csv', '--stream', 'x', '--separator', '||']],
    ['a column that no file has', ['import', 'x.csv', '--stream', 'x', '--columns', 'when=Changed']],
    ['queues twice', ['import', 'x.csv', '--stream', 'x', '--queues', 'A', '--queues-file', 'q.csv']],
    ['a dead letter that is no number', ['dead-letters', 'retry', 'x']],
    ['neither dead letters nor all', ['dead-letters', 'retry']],
  ])('%s is wrong usage: exit code 2 and a sentence on standard error', async (_, args) => {
    const { code, stdout, stderr } = await runCli(args, { DATABASE_URL: 'mysql://root@127.0.0.1:1/x' });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.trim()).not.toBe('');
  });

  test('a database that is not there is exit code 3 and one sentence that names it, without the password', async () => {
    const { code, stderr } = await runCli(['verify'], { DATABASE_URL: 'mysql://root:secret@127.0.0.1:1/x' });
    expect(code).toBe(3);
    expect(stderr).toBe(
      'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED): check that it runs and that DATABASE_URL is right.\n',
    );
  });

  test('an API that is not there is exit code 3', async () => {
    const { code, stderr } = await runCli(['export', 'sla'], { API_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^The metrics API at http:\/\/127\.0\.0\.1:1 cannot be reached \(.*\)\. Start it .*, or name/,
    );
  });

  test.each([
    [{}, /^DATABASE_URL is not set and nothing runs from this folder/],
    [{ DATABASE_URL: 'localhost' }, /^DATABASE_URL is not an address of the form/],
    [{ DATABASE_URL: 'postgres://x@y/z' }, /must start with mysql:/],
  ])('configuration %j is refused with a sentence', async (environment, message) => {
    const { code, stderr } = await runCli(['verify'], environment as Record<string, string>);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
