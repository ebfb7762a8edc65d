import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aligned, defused, oneLine, shortened, withoutDefusal, wrapped } from './index.ts';

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
