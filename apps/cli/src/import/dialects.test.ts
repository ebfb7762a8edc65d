import { formatInstant } from '@kanban/domain';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/files.ts';
import { silentProgress } from '../testing/silent-progress.ts';
import { parseColumns } from './file/columns.ts';
import { type FileForm, unsaidForm } from './file/file-form.ts';
import { QualityReport } from './quality.ts';
import { readLog } from './read-log.ts';
import { rowsOf } from './testing/rows-of.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function read(content: string | Uint8Array, form: Partial<FileForm> = {}) {
  const report = new QualityReport();
  const file = folder.write('log.csv', content);
  const { rows, description } = await readLog(file, { ...unsaidForm, ...form }, report, silentProgress);
  const lines = rowsOf(rows).map(
    ({ at, reference, from, to }) => `${formatInstant(at).slice(0, 16)} ${reference} ${from}>${to}`,
  );
  return { lines, description, report };
}

const header = 'occurred_at,reference,from_queue,to_queue';
const expected = ['2026-01-05T09:00 Jürgen-1 >Büro', '2026-01-06T09:00 Jürgen-1 Büro>'];
const plain = `${header}\n2026-01-05 09:00,Jürgen-1,,Büro\n2026-01-06 09:00,Jürgen-1,Büro,\n`;
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const columns = (text: string) => parseColumns(text, header.split(','));

describe('encodings', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(plain), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${plain}`), 'utf-8'],
    [
      'UTF-16 little endian, as Excel writes "Unicode text"',
      Buffer.from(`\uFEFF${plain}`, 'utf16le'),
      'utf-16le',
    ],
    ['UTF-16 big endian', utf16be(`\uFEFF${plain}`), 'utf-16be'],
    ['UTF-16 little endian without a mark', Buffer.from(plain, 'utf16le'), 'utf-16le'],
    ['UTF-16 big endian without a mark', utf16be(plain), 'utf-16be'],
    ['Windows-1252', Buffer.from(plain, 'latin1'), 'windows-1252'],
  ])('%s is found out and said', async (_, bytes, encoding) => {
    const { lines, description } = await read(bytes);
    expect(lines).toEqual(expected);
    expect(description).toBe(`log.csv: ${encoding}; separated by comma; times without an offset in UTC.`);
  });

  test('another encoding is read when it is named', async () => {
    const { lines } = await read(Buffer.from(plain.replaceAll('ü', '\u009f'), 'latin1'), {
      encoding: 'macintosh',
    });
    expect(lines).toEqual(expected);
  });

  const longer = `${plain}${'2026-01-07 09:00,Jürgen-1,,Büro\n'.repeat(5_000)}`;
  const broken = Buffer.from(longer);
  broken[broken.lastIndexOf('ü')] = 0xfc;

  test('a broken byte in a file of UTF-8 is refused with its line, and never mangled', async () => {
    await expect(read(broken)).rejects.toThrow(
      /line 5003, is not in UTF-8, though other text of the file is/,
    );
    await expect(read(broken, { encoding: 'utf-8' })).rejects.toThrow(/line 5003, is not in utf-8: mend it/);
  });

  test('a workbook is reported as such', async () => {
    await expect(read(Buffer.from('PK\u0003\u0004\u0014', 'latin1'))).rejects.toThrow(
      /is a workbook, not CSV: save it as CSV/,
    );
  });

  test('what is neither UTF-8 nor Windows-1252 is refused', async () => {
    const bytes = Buffer.from(plain.replaceAll('ü', '\u0081'), 'latin1');
    await expect(read(bytes)).rejects.toThrow(
      /line 2, is neither in UTF-8 nor in Windows-1252: name its encoding/,
    );
  });
});

describe('separators', () => {
  test.each([
    ['semicolons', plain.replaceAll(',', ';'), 'semicolon'],
    ['tabs', plain.replaceAll(',', '\t'), 'tab'],
    [
      'semicolons that the first line names, as for Excel',
      `sep=;\r\n${plain.replaceAll(',', ';')}`,
      'semicolon',
    ],
    [
      'semicolons, with commas in quoted names',
      `"a,b,c,d,e";${plain.replaceAll(',', ';').replaceAll('\n2', '\n;2')}`,
      'semicolon',
    ],
  ])('%s are found out', async (_, text, separator) => {
    const { lines, description } = await read(text);
    expect(lines).toEqual(expected);
    expect(description).toContain(`separated by ${separator}`);
  });

  test('another one is used when it is named', async () => {
    expect((await read(plain.replaceAll(',', '|'), { separator: '|' })).lines).toEqual(expected);
  });

  test('lines are those of the file, below sep= too, and rows that a spreadsheet emptied are passed over', async () => {
    await expect(read(`sep=;\r\n${header.replaceAll(',', ';')}\r\n;;;\r\nsoon;A;;Build\n`)).rejects.toThrow(
      /line 4: occurred_at "soon"/,
    );
  });
});

describe('columns', () => {
  test('are found with any case, blanks and underscores', async () => {
    expect((await read(plain.replace(header, ' Occurred At ,REFERENCE,fromQueue,"to queue"'))).lines).toEqual(
      expected,
    );
  });

  test('are found by the names that somebody gives them', async () => {
    const text = plain.replace(header, 'Changed,"Issue key, old",Old status,New status');
    const names = columns(
      'occurred_at=Changed, reference="Issue key, old",from_queue=Old status,to_queue=New status',
    );
    expect((await read(text, { columns: names })).lines).toEqual(expected);
  });

  test('a missing column is reported with the header and the option, and so is one that occurs twice', async () => {
    await expect(read(plain.replace('occurred_at', 'Changed'))).rejects.toThrow(
      "lacks the column occurred_at; its first line names Changed, reference, from_queue, to_queue. Say which of them it is by --columns 'occurred_at=…'.",
    );
    await expect(read(plain, { columns: columns('reference=Key,reference=Issue') })).resolves.toBeDefined();
    await expect(read(`${header},Reference\n`)).rejects.toThrow('has the column reference twice');
  });

  test.each(['occurred_at', 'occurred_at=', 'when=Changed', 'reference="Key'])('%j names none', (text) => {
    expect(() => columns(text)).toThrow(/Write which column|There is no column when/);
  });
});

describe('dates of three numbers', () => {
  const log = (...dates: string[]) =>
    `${header}\n${dates.map((date, index) => `"${date}",A-${index},,Build`).join('\n')}\n`;
  const days = async (text: string, form: Partial<FileForm> = {}) =>
    (await read(text, form)).lines.map((line) => line.slice(0, 10));

  test.each([
    [
      'day first, by one row of them',
      ['02/01/2026', '13/01/2026 9:00', '2026-01-05'],
      ['2026-01-02', '2026-01-13', '2026-01-05'],
    ],
    ['month first, by one row of them', ['02/01/26', '1/13/26 9:00 PM'], ['2026-02-01', '2026-01-13']],
    ['day first with dots', ['02.01.2026 09:00', '03.01.26'], ['2026-01-02', '2026-01-03']],
    ['the same both ways', ['02/02/2026'], ['2026-02-02']],
  ])('%s', async (_, dates, expectedDays) => {
    expect(await days(log(...dates))).toEqual(expectedDays);
  });

  test('that can be both are refused, naming column, lines and option; with it they are read', async () => {
    const text = log('2026-01-01', '02/01/2026', '03/01/2026');
    await expect(days(text)).rejects.toThrow(
      /whether the day or the month comes first in occurred_at: "02\/01\/2026" can be both, and no date of the file has a day above 12 \(lines 3, 4\)\. Say it by --date-order/,
    );
    expect(await days(text, { dateOrder: 'dmy' })).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
    expect(await days(text, { dateOrder: 'mdy' })).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    expect(await days(log('26/01/02'), { dateOrder: 'ymd' })).toEqual(['2026-01-02']);
  });

  test('that contradict what another row shows are broken rows', async () => {
    await expect(days(log('13/01/2026', '01/14/2026', '02/01/2026'))).rejects.toThrow(
      /1 broken row.*\n {2}line 3: occurred_at "01\/14\/2026" is no date in the order day, month, year, which line 2 \(13\/01\/2026\) shows/,
    );
  });
});

describe('times without an offset', () => {
  const text = `${header}\n2021-01-07,A,,Build\n2021-01-07T00:00Z,B,,Build\n2021-03-14 02:30,C,,Build\n2021-11-07 01:30,D,,Build\n`;

  test('are UTC, unless a zone is named; a date alone is its midnight', async () => {
    expect((await read(text)).lines[0]).toBe('2021-01-07T00:00 A >Build');
    const { lines, description } = await read(text, { timeZone: 'America/New_York' });
    expect(lines.slice(0, 2)).toEqual(['2021-01-07T05:00 A >Build', '2021-01-07T00:00 B >Build']);
    expect(description).toContain('times without an offset in America/New_York');
  });

  test('that the clocks skipped or showed twice are counted', async () => {
    const { lines, report } = await read(text, { timeZone: 'America/New_York' });
    expect(lines.slice(2)).toEqual(['2021-03-14T07:30 C >Build', '2021-11-07T05:30 D >Build']);
    expect([report.count('neverShown'), report.count('shownTwice')]).toEqual([1, 1]);
  });
});

test('what this product writes reads back: its column names, its byte order mark, its defused cells', async () => {
  const text = `\uFEFFid;occurredAt;occurredAtLocal;reference;fromQueue;toQueue;actor;reason\r\n1;2026-01-05T09:00:00.000000Z;2026-01-05 10:00;'=1+1;;"'-Ready; set;'=1";a;\r\n`;
  expect((await read(text)).lines).toEqual(['2026-01-05T09:00 =1+1 >-Ready; set;=1']);
});

test('any names read back from what spreadsheets write, with cells defused', async () => {
  const letter = fc.constantFrom(...'aäéñß1=+-@\'",;|.: ');
  const name = fc
    .string({ unit: letter, minLength: 1, maxLength: 12 })
    .filter((each) => each.trim() === each && !/(^'|[,;]'"*)[=+@-]/.test(each));
  const dialect = fc.record({
    separator: fc.constantFrom(',', ';', '\t'),
    encoding: fc.constantFrom('utf8', 'utf16le', 'latin1'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    isQuoted: fc.boolean(),
  });
  const moves = fc.array(fc.tuple(name, name, name), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(moves, dialect, async (names, { separator, encoding, lineBreak, isQuoted }) => {
      const rows = names.map((each) => ['2026-01-05T09:00:00Z', ...each]);
      const text = stringify([header.split(','), ...rows], {
        delimiter: separator,
        record_delimiter: lineBreak,
        quoted: isQuoted,
        escape_formulas: true,
      });
      const { lines } = await read(Buffer.from(text, encoding as BufferEncoding));
      expect(lines).toEqual(
        names.map(([reference, from, to]) => `2026-01-05T09:00 ${reference} ${from}>${to}`),
      );
    }),
  );
});
