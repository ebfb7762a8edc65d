import { expect, test } from 'vitest';
import { QualityReport } from './quality.ts';

const wholes = { rows: 4_000, items: 427, blocks: 0, described: 0 };

test('a remark says how many of how many, the first ten of them, what was done, what it changes and what can be done', () => {
  const report = new QualityReport();
  report.note('duplicates', 'line 9');
  for (let item = 1; item <= 12; item++) report.note('timesAgainstMoves', `A-${item}`);
  const [first, second, third, fourth] = report.lines(wholes);
  expect(first).toBe(
    'Items whose times contradict their moves: 12 of 427 items (A-1, A-2, A-3, A-4, A-5, A-6, A-7, A-8, A-9, A-10, …)',
  );
  expect(second).toMatch(/^ {2}Read by their times.*open for ever: in WIP, cumulative flow and ages/);
  expect(third).toMatch(/^ {2}To believe the moves instead.*--order moves\.$/);
  // The worst comes first, whatever was found first.
  expect(fourth).toBe('Rows that are there twice: 1 of 4,000 rows (line 9)');
});

test('one line says that a file has no problems', () => {
  expect(new QualityReport().lines(wholes)).toEqual(['Nothing in it is odd.']);
});

test('one that continues the remarks of another leaves the other unchanged', () => {
  const read = new QualityReport();
  read.note('shownTwice', 'line 2');
  new QualityReport(read).note('shownTwice', 'line 3');
  expect(read.count('shownTwice')).toBe(1);
});
