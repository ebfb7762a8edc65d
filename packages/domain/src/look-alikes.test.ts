import { expect, test } from 'vitest';
import { firstDifference, lookAlikes, spelledOut } from './look-alikes.ts';
import { characters, firstCharacters, isBadName, nameKey } from './names.ts';

test.each([
  ['doing', 'Doing', 'upper and lower case'],
  ['STRASSE', 'Straße', 'full case folding'],
  ['doing', 'ｄｏｉｎｇ', 'width'],
  ['é', 'e\u0301', 'two ways to write an accent'],
  ['ﬁx', 'fix', 'a ligature'],
  ['in test', 'in\u00a0test', 'a no-break space'],
  ['in test', 'in  test', 'two blanks'],
  ['in test', 'in\u3164test', 'a letter that is a blank'],
  ['doing', 'dоing', 'a Cyrillic о'],
  ['ada', 'αda', 'a Greek α'],
  ['team1', 'teaml', 'one and l'],
  ['TO DO', 'T0 DO', 'zero and O'],
  ['doing', 'do\u200bing', 'a character that is not seen'],
  ['❤', '❤\ufe0f', 'a variation selector'],
  ['a', 'a\u{E0101}', 'a variation selector of the supplement'],
])('%s and %s look alike: %s', (one, other) => {
  expect(lookAlikes([one, 'other', other])).toEqual([[one, other].sort()]);
});

test('names that a reader can distinguish are not a pair, and neither is the same name twice', () => {
  expect(lookAlikes(['doing', 'done', 'doing', 'e', 'é', 'a b', 'ab', 'review', '😀', '😃'])).toEqual([]);
  expect(lookAlikes(['doing', 'doing  '])).toEqual([]);
});

test('says where two names differ, and which invisible characters a name has', () => {
  expect(firstDifference('doing', 'dоing')).toBe('character 2 is U+006F in the one and U+043E in the other');
  expect(firstDifference('a', 'ab')).toBe('character 2 is nothing in the one and U+0062 in the other');
  expect(spelledOut('a\u00a0b\u200b c')).toBe('"a<U+00A0>b<U+200B> c"');
});

test('a name is bad if it has a blank at an end or an invisible character', () => {
  for (const bad of [' a', 'a ', 'a\u3000', 'a\tb', 'a\n', '\ufeffa', 'a\u2028b', 'a\u200bb', '\u2800a'])
    expect(isBadName(bad)).toBe(true);
  for (const good of ['', 'a b', 'a\u00a0b', '😀', 'naïve', '日本']) expect(isBadName(good)).toBe(false);
});

test('only blanks after a name are ignored, and an emoji counts as one character', () => {
  expect([nameKey('a  '), nameKey(' a'), nameKey('a\t')]).toEqual(['a', ' a', 'a\t']);
  expect([characters('😀é'), firstCharacters('😀😀a', 2), firstCharacters('ab', 3)]).toEqual([
    2,
    '😀😀',
    'ab',
  ]);
});
