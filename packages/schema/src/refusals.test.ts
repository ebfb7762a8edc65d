import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusalCodes } from './refusals.ts';

const sql = new URL('../../../sql/', import.meta.url);
const registered = Object.entries(refusalCodes)
  .map(([errno, code]) => `${errno} ${code}`)
  .sort();

/** `<number> <code>` of every match, each once, in order. */
function pairs(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, errno, code]) => `${errno} ${code}`))].sort();
}

test('every refusal has one number and one code', () => {
  expect(new Set(Object.values(refusalCodes)).size).toBe(registered.length);
});

test('the table in sql/README.md lists every refusal once, and no other', () => {
  const rows = [
    ...readFileSync(new URL('README.md', sql), 'utf8').matchAll(/^\| (9\d{3}) \| ([A-Z_]+) \| .+ \|$/gm),
  ];
  expect(rows.map(([, errno, code]) => `${errno} ${code}`)).toEqual(registered);
});

test('sql/ and the migrator refuse by these numbers, each with its own code, and by no others', () => {
  const texts = ['routines/', 'triggers/'].flatMap((folder) =>
    readdirSync(new URL(folder, sql)).map((file) => readFileSync(new URL(folder + file, sql), 'utf8')),
  );
  const text = texts.join('\n');
  const guard = readFileSync(new URL('./migrate/board-guard.ts', import.meta.url), 'utf8');
  const byMigrator = pairs(guard, /MYSQL_ERRNO = (\d+),\s+MESSAGE_TEXT = 'KANBAN_([A-Z_]+):/g);
  const bySql = pairs(text, /CALL refuse\((\d+), *'([A-Z_]+)'/g);
  expect([...bySql, ...byMigrator].sort()).toEqual(registered);
  // All calls are of that form, and nothing else signals.
  expect(text.match(/CALL refuse\(/g)?.length).toBe(text.match(/CALL refuse\(9\d{3}, '[A-Z_]+', /g)?.length);
  expect(texts.filter((each) => each.includes('SIGNAL SQLSTATE'))).toHaveLength(1);
});
