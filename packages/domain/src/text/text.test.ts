import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aligned, oneLine, shortened, wrapped } from './index.ts';

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
