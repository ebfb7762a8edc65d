import { expect, test } from 'vitest';
import { isAddress } from './recipient.ts';

test.each([
  'ada@example.test',
  'Ada.Lovelace+kanban@Example.Test',
  "o'hara@example.test",
  'kanban@localhost',
  'jörg@example.test',
  'jörg@bücher.example',
  'ada@xn--bcher-kva.example',
  '李@例え.テスト',
  '%admin!x@example.test',
])('%j is one', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  ['a NUL', 'ada\0@example.test'],
  ['a NUL in the domain', 'ada@exa\0mple.test'],
  ['a direction override', 'ada@\u202Etset.elpmaxe'],
  ['a blank nobody sees', 'ada\u200B@example.test'],
  ['a soft hyphen', 'ada@exam\u00ADple.test'],
  ['a filler nobody sees', 'ada\u3164@example.test'],
  ['a variant of a letter', 'ada\u{E0101}@example.test'],
  ['a blank of Braille', 'ada\u2800@example.test'],
  ['half a surrogate pair', 'ada\uD800@example.test'],
  ['a line separator', 'ada@example.test\u2028'],
  ['letters that are others on the way', 'ada@ⓔxample.test'],
  ['a full-width dot', 'ada@example．test'],
  ['an escaped letter', 'ada@ex%61mple.test'],
  ['two of them', 'ada@example.test,bob@example.test'],
  ['an address for a name', 'ada@other.test@example.test'],
  ['a name', 'Ada <ada@example.test>'],
  ['a line break', 'ada@example.test\r\nRCPT TO:<bob@example.test>'],
  ['no domain', 'ada@'],
  ['too many characters', `${'a'.repeat(250)}@example.test`],
])('what has %s is none', (_, text) => {
  expect(isAddress(text)).toBe(false);
});
