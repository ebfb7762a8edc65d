import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { parseCsv } from '../testing/parse-csv.ts';
import { type Cell, contentDisposition, csvStream } from './csv.ts';

const NAME = ['test'];

function write(columns: string[], rows: Cell[][], bom = false): Promise<string> {
  return text(csvStream({ name: NAME, columns, rows }, { bom }) as never);
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'text that a spreadsheet would run is defused: %j',
  async (cell) => {
    const [header, line] = parseCsv(await write([cell], [[cell]]));
    expect(header).toEqual([`'${cell}`]);
    expect(line).toEqual([`'${cell}`]);
  },
);

test('negative numbers stay numbers', async () => {
  expect(await write(['n'], [[-1], [-0.5]])).toBe('n\r\n-1\r\n-0.5\r\n');
});

test('commas, quotes, line ends and letters of any script survive', async () => {
  const cells = ['a,b', 'say "hi"', 'two\r\nlines', 'über 漢字 🙂', '', ' x '];
  expect(parseCsv(await write(['a', 'b', 'c', 'd', 'e', 'f'], [cells]))[1]).toEqual(cells);
});

test('nothing, true and false are written so that they can be told apart', async () => {
  expect(await write(['a', 'b', 'c'], [[null, true, false]])).toBe('a,b,c\r\n,true,false\r\n');
});

test('a lone line feed or return in a cell is quoted too', async () => {
  expect(await write(['a', 'b'], [['x\ny', 'x\ry']])).toBe('a,b\r\n"x\ny","x\ry"\r\n');
});

test('a table without rows has its header, behind the byte order mark if there is one', async () => {
  const stream = csvStream({ name: NAME, columns: ['a', 'b'], rows: [] }, { bom: true });
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  expect(bytes).toEqual(Buffer.from('\ufeffa,b\r\n'));
});

test('a source that fails breaks the download off', async () => {
  async function* rows() {
    yield ['1'];
    throw new Error('connection lost');
  }
  await expect(
    text(csvStream({ name: NAME, columns: ['a'], rows: rows() }, { bom: false }) as never),
  ).rejects.toThrow('connection lost');
});

test('file names are safe in a header and on any disk', () => {
  expect(contentDisposition(['sla', 'main', '2026-01-01'])).toBe(
    'attachment; filename="sla_main_2026-01-01.csv"',
  );
  expect(contentDisposition(['work-item', 'Ä"/..\r\n'])).toBe(
    `attachment; filename="work-item_---..--.csv"; filename*=UTF-8''work-item_%C3%84--..%0D%0A.csv`,
  );
});
