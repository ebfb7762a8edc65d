import { expect, test } from 'vitest';
import { readSqlFiles } from './sql-files.ts';

test('no two migrations have the same number, and each name is a number and a word', async () => {
  const names = (await readSqlFiles('migrations')).map(({ name }) => name);
  expect(names.filter((name) => !/^\d{4}_[a-z0-9_]+$/.test(name))).toEqual([]);
  const ofNumber = Map.groupBy(names, (name) => name.slice(0, 4));
  expect([...ofNumber.values()].filter((same) => same.length > 1)).toEqual([]);
  expect(names.length).toBeGreaterThan(90);
});
