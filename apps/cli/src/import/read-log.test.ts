import { afterAll, expect, test } from 'vitest';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { silentProgress } from '../testing/silent-progress.ts';
import { readItems } from './read-items.ts';
import { readLog } from './read-log.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const read = (text: string) => readLog(folder.write('log.csv', text), silentProgress);

test('columns may come in any order, with others between them, a BOM, CRLF and quotes', async () => {
  const text =
    '\uFEFFid,to_queue,Reference,occurred_at,from_queue\r\n1,"Build, late",A-1,2026-01-02 03:04:05.000006,\r\n';
  expect(await read(text)).toEqual([
    { line: 2, at: Date.UTC(2026, 0, 2, 3, 4, 5) * 1000 + 6, reference: 'A-1', from: '', to: 'Build, late' },
  ]);
});

test('every broken row is named with its line and reason', async () => {
  const text = logCsv(
    '2026-01-01T00:00:00Z,A,,Build',
    '2026-02-30T00:00:00Z,A,Build,Done',
    '2026-01-03T00:00:00Z,,Build,Done',
    '2999-01-03T00:00:00Z,A,Build,Done',
    '1969-01-03T00:00:00Z,A,Build,Done',
    `2026-01-03T00:00:00Z,${'x'.repeat(65)},Build,Done`,
  );
  await expect(read(text)).rejects.toThrow(
    /has 5 broken rows, so nothing was imported:\n {2}line 3: occurred_at "2026-02-30T00:00:00Z" is no instant.*\n {2}line 4: reference is empty\n {2}line 5: .*future\n {2}line 6: .*before 1970.*\n {2}line 7: .*longer than 64/,
  );
});

test.each([
  [
    'a missing column is named',
    'occurred_at,reference,to_queue\n',
    /lacks the column from_queue; its first line names/,
  ],
  ['a row with too few columns is no CSV', logCsv('2026-01-01T00:00:00Z,A'), /no sound CSV file: .*line 2/],
  ['an open quote is no CSV', logCsv('2026-01-01T00:00:00Z,"A,,Build'), /no sound CSV file/],
  ['an empty file is said to be empty', '', /is empty; its first line must name the columns/],
])('%s', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test('a file that is not there is said to be so', async () => {
  await expect(readLog(`${folder.path}/none.csv`, silentProgress)).rejects.toThrow(
    /There is no file .*none\.csv/,
  );
});

test('an items file gives what it has and leaves the rest open', async () => {
  const file = folder.write(
    'items.csv',
    'reference,short_desc,date_due,priority\nA,"Fix, it",2026-05-01,2\nB,,,\n',
  );
  expect([...(await readItems(file, silentProgress)).values()]).toEqual([
    { reference: 'A', shortDesc: 'Fix, it', dateDue: Date.UTC(2026, 4, 1) * 1000, priority: 2 },
    { reference: 'B' },
  ]);
});

test('an items file with broken rows is refused', async () => {
  const file = folder.write('items.csv', 'reference,date_due,priority\nA,soon,\nB,,high\nB,,1\n');
  await expect(readItems(file, silentProgress)).rejects.toThrow(
    /3 broken rows.*\n {2}line 2: date_due "soon".*\n {2}line 3: priority "high".*\n {2}line 4: B is there twice/,
  );
});
