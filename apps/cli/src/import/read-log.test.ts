import { afterAll, expect, test } from 'vitest';
import { logCsv, temporaryFolder } from '../testing/files.ts';
import { silentProgress } from '../testing/silent-progress.ts';
import { unsaidForm } from './file/file-form.ts';
import { QualityReport } from './quality.ts';
import { readItems } from './read-items.ts';
import { readLog } from './read-log.ts';
import { rowsOf } from './testing/rows-of.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const readFile = (path: string) => readLog(path, unsaidForm, new QualityReport(), silentProgress);
const read = async (text: string) => rowsOf((await readFile(folder.write('log.csv', text))).rows);
const readItemsFile = async (path: string) =>
  (await readItems(path, unsaidForm, new QualityReport(), silentProgress)).items;

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
  [
    'a row with too few columns is no CSV',
    logCsv('2026-01-01T00:00:00Z,A'),
    /not a valid CSV file: .*line 2/,
  ],
  ['an open quote is no CSV', logCsv('2026-01-01T00:00:00Z,"A,,Build'), /not a valid CSV file/],
  ['an empty file is said to be empty', '', /is empty; its first line must name the columns/],
])('%s', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test('a missing file is reported', async () => {
  await expect(readFile(`${folder.path}/none.csv`)).rejects.toThrow(/There is no file .*none\.csv/);
});

test('an items file gives what it has and leaves the rest open', async () => {
  const file = folder.write(
    'items.csv',
    'reference,short_desc,date_due,priority\nA,"Fix, it",2026-05-01,2\nB,,,\n',
  );
  expect([...(await readItemsFile(file)).values()]).toEqual([
    { reference: 'A', shortDesc: 'Fix, it', dateDue: Date.UTC(2026, 4, 1) * 1000, priority: 2 },
    { reference: 'B' },
  ]);
});

test('an items file may be the CSV of lead times; a due date stays a day in every zone, and names of people are kept', async () => {
  const file = folder.write(
    'lead-time.csv',
    '\uFEFFreference;shortDesc;type;classOfService;assignee;priority;dueAt;dueAtLocal;leadTimeMs;leadTimeInDays\r\n' +
      `A;'=1+1;bug;expedite;"Ödön, Zoë <zoe@example.com>";7;14.03.2026;;86400000;1,0000\r\n`,
  );
  const form = { ...unsaidForm, timeZone: 'America/New_York' };
  const { items } = await readItems(file, form, new QualityReport(), silentProgress);
  expect(items.get('A')).toEqual({
    reference: 'A',
    shortDesc: '=1+1',
    type: 'bug',
    classOfService: 'expedite',
    assignee: 'Ödön, Zoë <zoe@example.com>',
    priority: 7,
    dateDue: Date.UTC(2026, 2, 14) * 1000,
  });
});

test('an items file with dates that are too far away is refused, each with what is allowed', async () => {
  const file = folder.write(
    'items.csv',
    'reference,date_due,date_logged\nA,9999-12-31,\nB,,0050-01-01\nC,9999-12-30,1970-01-01\n',
  );
  await expect(readItemsFile(file)).rejects.toThrow(
    /2 broken rows.*\n {2}line 2: date_due 9999-12-31T00:00:00.000000Z is not within 1970-01-01 to 9999-12-30.*\n {2}line 3: date_logged 0050-01-01T00:00:00.000000Z is not/,
  );
});

test('an items file with broken rows is refused', async () => {
  const file = folder.write('items.csv', 'reference,date_due,priority\nA,soon,\nB,,high\nB,,1\n');
  await expect(readItemsFile(file)).rejects.toThrow(
    /3 broken rows.*\n {2}line 2: date_due "soon".*\n {2}line 3: priority "high".*\n {2}line 4: B is there twice/,
  );
});
