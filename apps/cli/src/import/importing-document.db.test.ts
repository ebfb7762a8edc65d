import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneDatabase } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { temporaryFolder } from '../testing/files.ts';
import { runCli } from '../testing/run-cli.ts';

const document = readFileSync(new URL('../../../../docs/importing.md', import.meta.url), 'utf8');
const folder = temporaryFolder();
afterAll(() => folder.remove());

const files = [...document.matchAll(/^`(\S+\.csv)`\n\n```csv(?: encoding=(\S+))?\n(.*?)^```$/gms)].map(
  ([, name = '', encoding, text = '']) => {
    folder.write(name, encode(text, encoding));
    return name;
  },
);
const commands = [...document.matchAll(/^ {4}kanban (import (?:.*\\\n)*.*)/gm)]
  .map(([, command = '']) => wordsOf(command))
  .filter(([, file = '']) => files.includes(file));

function encode(text: string, encoding: string | undefined): Uint8Array {
  if (encoding === 'utf-16le') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  return Buffer.from(text, encoding === 'windows-1252' ? 'latin1' : 'utf8');
}

/** As a shell takes a command line apart. */
function wordsOf(command: string): string[] {
  const words = command.replaceAll(/\\\n\s*/g, '').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/["']/g, ''));
}

// One server: what is read from a file is the same on all of them.
describe.each(oneDatabase())('docs/importing.md on $name', (server) => {
  const database = boardTest(server);

  test('every example with a file works as it stands, and each gives the same two moves', async () => {
    expect(commands.length).toBe(8);
    for (const command of commands) {
      const words = command.map((word) => (files.includes(word) ? join(folder.path, word) : word));
      const { code, stdout, stderr } = await runCli(words, { DATABASE_URL: database.url });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('1 item and 2 audit rows');
      expect(stdout).toContain('\nNothing in it is odd.\n');
    }
    const log = await select<{ reference: string; moves: string }>(
      database,
      `SELECT reference, GROUP_CONCAT(CONCAT_WS('|', DATE_FORMAT(occurred_at, '%m-%d %H:%i:%s.%f'), from_queue, to_queue)
         ORDER BY id SEPARATOR ' ') AS moves FROM audit_log GROUP BY reference ORDER BY MIN(id)`,
    );
    const moves = '01-05 09:00:00.000000|Backlog 01-13 14:30:00.000000|Backlog|Build: design, code';
    const references = ['SHOP-1', '=SHOP-2', 'Büro-1', 'Büro-2', 'PAY-1', '4711', '#345'];
    expect(log).toEqual(references.map((reference) => ({ reference, moves })));
    expect(
      await select(
        database,
        "SELECT short_desc, assignee, blocked_reason, date_due FROM work_items WHERE reference = 'SHOP-1'",
      ),
    ).toEqual([
      {
        short_desc: 'Pay, then ship',
        assignee: 'Zoë Ödegård <zoe@example.com>',
        blocked_reason: 'no test data',
        date_due: Date.UTC(2026, 2, 1) * 1000,
      },
    ]);
  });
});
