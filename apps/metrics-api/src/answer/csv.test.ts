import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../testing/parse-csv.ts';
import type { Cell } from './column.ts';
import { instant } from './column.ts';
import { type CsvTable, contentDisposition, csvStream } from './csv.ts';
import type { CsvDialect } from './csv-dialect.ts';

const NAMED = { name: ['test'], timeZone: 'Europe/Berlin' };
const PLAIN: CsvDialect = { bom: false, separator: ',', decimal: '.' };
const DIALECTS: CsvDialect[] = [
  PLAIN,
  { bom: true, separator: ';', decimal: ',' },
  { bom: false, separator: ';', decimal: '.' },
  { bom: true, separator: '\t', decimal: ',' },
];

function write(columns: string[], rows: Cell[][], dialect = PLAIN): Promise<string> {
  return text(csvStream({ ...NAMED, columns, rows }, dialect) as never);
}

describe.each(DIALECTS)('in the dialect %j', (dialect) => {
  const piece = fc.constantFrom(...',;\t"\n\r=+-@\'0.ä🙂', '\r\n', '＝', '－');
  const cell = fc.oneof(fc.string({ unit: piece }), fc.string({ unit: 'grapheme' }));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });

  test('another program reads the text that was written, with apostrophes before what would run, whatever it splits at', async () => {
    const tables = fc.tuple(cell, cell).chain((header) => fc.tuple(fc.constant(header), rowsOf(cell)));
    await fc.assert(
      fc.asyncProperty(tables, async ([header, rows]) => {
        const read = readAsOthers(await write(header, rows, dialect), dialect);
        const cells = read.flat();
        const mayRun = cells
          .flatMap((value) => value.split(/[,;\t\r\n]/))
          .filter((part) => /^[=+\-@＝＋－＠]/.test(part));
        expect(mayRun).toEqual([]);
        expect(cells.filter((value) => /^[\t\r]/.test(value))).toEqual([]);
        expect(read.map((row) => row.map(withoutApostrophes))).toEqual(
          [header, ...rows].map((row) => row.map(withoutApostrophes)),
        );
        // A text that no spreadsheet would run is left as it is.
        const harmless = ([value]: [string, string]) => !/(^|[,;\t\r\n]"*)[=+\-@\t\r＝＋－＠]/.test(value);
        const pairs = [header, ...rows].flat().map((value, n): [string, string] => [value, cells[n] ?? '']);
        for (const [value, written] of pairs.filter(harmless)) expect(written).toBe(value);
      }),
    );
  });

  test('numbers have its decimal mark, none other, and stay what they are', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(number), async (rows) => {
        const [, ...read] = readAsOthers(await write(['a', 'b'], rows, dialect), dialect);
        for (const [place, row] of rows.entries()) {
          const cells = read[place] ?? [];
          expect(cells.join('')).not.toContain(dialect.decimal === '.' ? ',' : '.');
          expect(cells.map((value) => Number(value.replace(dialect.decimal, '.')))).toEqual(
            row.map((value) => (value === 0 ? 0 : value)),
          );
        }
      }),
    );
  });
});

const withoutApostrophes = (value: string) => value.replaceAll("'", '');

/** Rows of two cells. */
function rowsOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[][]> {
  return fc.array(fc.tuple(value, value), { maxLength: 5 });
}

function readAsOthers(written: string, { bom, separator }: CsvDialect): string[][] {
  return parse(written, { bom, delimiter: separator, record_delimiter: '\r\n' });
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'text that a spreadsheet would run is defused: %j',
  async (cell) => {
    const [header, line] = parseCsv(await write([cell], [[cell]]));
    const defused = `'${cell}`.replace(/[\t\r]/, "$&'");
    expect(header).toEqual([defused]);
    expect(line).toEqual([defused]);
  },
);

test('text that a spreadsheet would run if it split at another character is defused within', async () => {
  const cells = ['a;=1+1;b', 'x,@SUM(A1)', 'y\n+1', '5,50 €; fine', '1;2', "don't"];
  expect(parseCsv(await write(['a', 'b', 'c', 'd', 'e', 'f'], [cells]))[1]).toEqual([
    ...["a;'=1+1;b", "x,'@SUM(A1)", "y\n'+1"],
    ...cells.slice(3),
  ]);
});

test('negative numbers stay numbers', async () => {
  expect(await write(['n'], [[-1], [-0.5]])).toBe('n\r\n-1\r\n-0.5\r\n');
});

test('commas, quotes, line ends and letters of any script survive', async () => {
  const cells = ['a,b', 'say "hi"', 'two\r\nlines', 'über 漢字 🙂', '', ' x '];
  expect(parseCsv(await write(['a', 'b', 'c', 'd', 'e', 'f'], [cells]))[1]).toEqual(cells);
});

test('null, true and false are written in different ways', async () => {
  expect(await write(['a', 'b', 'c'], [[null, true, false]])).toBe('a,b,c\r\n,true,false\r\n');
});

test('a lone line feed or return in a cell is quoted too', async () => {
  expect(await write(['a', 'b'], [['x\ny', 'x\ry']])).toBe('a,b\r\n"x\ny","x\ry"\r\n');
});

test('local times are those of the zone of the table, or of each row', async () => {
  const rows = [
    ['UTC', '2026-03-29T01:00:00.000000Z'],
    ['Asia/Kathmandu', '2026-03-29T01:00:00.000000Z'],
  ];
  const localsIn = async (timeZone: CsvTable['timeZone']) => {
    const table = { ...NAMED, timeZone, columns: ['zone', instant('at')], rows };
    const [, ...lines] = parseCsv(await text(csvStream(table, PLAIN) as never));
    return lines.map(([, , local]) => local);
  };
  expect(await localsIn('Europe/Berlin')).toEqual(['2026-03-29 03:00', '2026-03-29 03:00']);
  expect(await localsIn(([zone]) => String(zone))).toEqual(['2026-03-29 01:00', '2026-03-29 06:45']);
});

test('a table without rows has its header, behind the byte order mark if there is one', async () => {
  const stream = csvStream({ ...NAMED, columns: ['a', 'b'], rows: [] }, { ...PLAIN, bom: true });
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  expect(bytes).toEqual(Buffer.from('\ufeffa,b\r\n'));
});

test('a source that fails breaks the download off', async () => {
  async function* rows() {
    yield ['1'];
    throw new Error('connection lost');
  }
  await expect(text(csvStream({ ...NAMED, columns: ['a'], rows: rows() }, PLAIN) as never)).rejects.toThrow(
    'connection lost',
  );
});

test('file names are safe in a header and on any disk', () => {
  expect(contentDisposition(['sla', 'main', '2026-01-01'])).toBe(
    'attachment; filename="sla_main_2026-01-01.csv"',
  );
  expect(contentDisposition(['work-item', 'Ä"/..\r\n'])).toBe(
    `attachment; filename="work-item_---..--.csv"; filename*=UTF-8''work-item_%C3%84--..%0D%0A.csv`,
  );
});
