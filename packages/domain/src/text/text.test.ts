import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aligned,
  defused,
  formatDuration,
  ofHundred,
  oneLine,
  shortened,
  unitFor,
  withoutDefusal,
  wrapped,
} from './index.ts';

const HOUR = 3_600_000;

test('columns with letters of any script line up', () => {
  const rows = [
    ['Ä🙂', 'x'],
    ['abcd', 'y'],
    ['', 'z'],
  ];
  expect(aligned(rows)).toEqual(['Ä🙂    x', 'abcd  y', '      z']);
  expect(aligned(rows, ' ')).toEqual(['Ä🙂   x', 'abcd y', '     z']);
  expect(aligned([])).toEqual([]);
});

test('wrapped text has the same words, in lines of at most 72 characters where the words fit', () => {
  const word = fc.stringMatching(/^[a-zäß.,]{1,80}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
      const lines = wrapped(words.join(' ')).split('\n');
      expect(lines.flatMap((line) => line.split(' '))).toEqual(words);
      for (const line of lines) if (line.length > 72) expect(line).not.toContain(' ');
      lines.slice(1).forEach((line, before) => {
        const [first = ''] = line.split(' ');
        expect(`${lines[before]} ${first}`.length).toBeGreaterThan(72);
      });
    }),
  );
});

test('one line contains no control character and no half of a surrogate pair', () => {
  const letter = fc.constantFrom('a', 'ß', '🙂', ' ', '\n', '\r\n', '\t', '\0', '\u2028', '\u2029', '\u0085');
  fc.assert(
    fc.property(fc.string({ unit: letter }), fc.integer({ min: 1, max: 30 }), (text, longest) => {
      const line = oneLine(text, longest);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(line.length).toBeLessThanOrEqual(longest);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
  expect(oneLine(' a\r\nBcc: b\u2028c ')).toBe('a Bcc: b c');
  expect(shortened('🙂🙂🙂', 4)).toBe('🙂…');
});

test('a line does not begin with a percent sign', () => {
  expect(wrapped(`${'x'.repeat(60)} more than 96 %: worse`)).toBe(`${'x'.repeat(60)} more than\n96 %: worse`);
});

test('text is defused wherever a spreadsheet may begin a cell, and reads back', () => {
  expect(['=1', '\t=1', 'a;=1+1;b', 'x\r\n-1', "'=1", 'a =1, +2', '5,50 €'].map(defused)).toEqual([
    ..."'=1|'\t'=1|a;'=1+1;b|x\r\n'-1|'=1|a =1, +2|5,50 €".split('|'),
  ]);
  const piece = fc.constantFrom(...',;\t\n\r=+-@a＝－"', '\r\n');
  fc.assert(
    fc.property(fc.string({ unit: piece }), (text) => {
      expect(withoutDefusal(defused(text))).toBe(text);
      const cells = defused(text).split(/[,;\t\r\n]/);
      expect(cells[0]).not.toMatch(/^[=+\-@＝－]/);
      expect(cells.slice(1).filter((cell) => /^"*[=+\-@＝－]/.test(cell))).toEqual([]);
    }),
  );
});

describe('durations', () => {
  test.each([
    [0, '0 seconds'],
    [0.004, 'under 0.1 ms'],
    [41, '41 ms'],
    [999, '999 ms'],
    [1500, '1.5 seconds'],
    [90_000, '90 seconds'],
    [120_000, '2 minutes'],
    [1.5 * HOUR, '90 minutes'],
    [47 * HOUR, '47 hours'],
    [295.2 * HOUR, '12.3 days'],
    [11.97 * 24 * HOUR, '12 days'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('have the unit of the other durations beside them', () => {
    expect(formatDuration(12 * HOUR, unitFor(100 * HOUR))).toBe('0.5 days');
  });

  test('are never 0 in a unit that is too large for them', () => {
    expect(formatDuration(41, unitFor(100 * HOUR))).toBe('under 0.1 days');
    expect(formatDuration(0, unitFor(100 * HOUR))).toBe('0 days');
  });
});

test('only all are 100 of 100, and only none 0 of 100', () => {
  expect([0, 0.001, 0.5, 0.746, 0.999, 1].map(ofHundred)).toEqual([
    ...['0 of 100', '1 of 100', '50 of 100', '75 of 100', '99 of 100', '100 of 100'],
  ]);
});
