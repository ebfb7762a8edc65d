import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSqlObjects } from './migrate/sql-objects.ts';
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

test('the table in sql/REFERENCE.md lists every refusal once, and no other', () => {
  const rows = [
    ...readFileSync(new URL('REFERENCE.md', sql), 'utf8').matchAll(/^\| (9\d{3}) \| ([A-Z_]+) \| .+ \|$/gm),
  ];
  expect(rows.map(([, errno, code]) => `${errno} ${code}`)).toEqual(registered);
});

test('sql/ and the migrator refuse by these numbers, each with its own code, and by no others', async () => {
  const texts = (await readSqlObjects(fileURLToPath(sql)))
    .filter(({ kind }) => kind === 'routines' || kind === 'triggers')
    .map((object) => object.text);
  const text = texts.join('\n');
  const guard = readFileSync(new URL('./migrate/board-guard.ts', import.meta.url), 'utf8');
  const byMigrator = pairs(guard, /MYSQL_ERRNO = (\d+),\s+MESSAGE_TEXT = 'KANBAN_([A-Z_]+):/g);
  const bySql = pairs(text, /CALL refuse\((\d+), *'([A-Z_]+)'/g);
  expect([...bySql, ...byMigrator].sort()).toEqual(registered);
  // All calls are of that form, and nothing else signals.
  expect(text.match(/CALL refuse\(/g)?.length).toBe(text.match(/CALL refuse\(9\d{3}, '[A-Z_]+', /g)?.length);
  expect(texts.filter((each) => each.includes('SIGNAL SQLSTATE'))).toHaveLength(1);
});
