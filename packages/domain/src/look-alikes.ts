import { nameKey } from './names.ts';

/**
 * Letters of other scripts, and digits, that look like a Latin letter. The strings correspond character by character.
 */
const drawnAlike: readonly (readonly [letters: string, as: string])[] = [
  ['авекмнорстухіјѕһԁԛԝ', 'abekmhopctyxijshdqw'],
  ['αβεζηικμνορτυχ', 'abezhikmnoptyx'],
  ['01|ı', 'olli'],
];
const unseen = /\p{Z}|\p{C}|\p{Default_Ignorable_Code_Point}|\u2800/u;
const letters = new Map(
  drawnAlike.flatMap(([from, to]) => [...from].map((letter, at) => [letter, [...to][at] ?? letter] as const)),
);

/**
 * The same text for names that a reader could confuse: it ignores case, width, ways to write an accent, the kind and
 * number of blanks, letters of other scripts that look alike, and invisible marks.
 */
function lookOf(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
  const plain = folded
    .replace(/[\p{Z}\u115F\u1160\u2800\u3164\uFFA0]+/gu, ' ')
    .replace(/\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '')
    .trim();
  return [...plain]
    .map((letter) => letters.get(letter) ?? letter)
    .join('')
    .replaceAll('i', 'l');
}

/** Pairs of different names that look alike: each name with the next one of the same look. */
export function lookAlikes(names: Iterable<string>): [string, string][] {
  const different = [...new Map([...names].map((name) => [nameKey(name), name])).values()].sort();
  return [...Map.groupBy(different, lookOf).values()].flatMap((alike) =>
    alike.slice(1).map((name, at): [string, string] => [alike[at] as string, name]),
  );
}

/** A name in quotation marks, with invisible characters and look-alike letters of other scripts spelled out. */
export function spelledOut(name: string): string {
  const seen = [...name].map((character) =>
    character !== ' ' && unseen.test(character) ? codeOf(character) : character,
  );
  return `"${seen.join('')}"`;
}

/** Where two names differ first: `character 3 is U+006F here and U+043E there`. */
export function firstDifference(one: string, other: string): string {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((character, index) => character !== b[index]);
  const place = at < 0 ? a.length : at;
  const [here, there] = [a[place], b[place]].map((character) =>
    character === undefined ? 'nothing' : codeOf(character).slice(1, -1),
  );
  return `character ${place + 1} is ${here} in the one and ${there} in the other`;
}

function codeOf(character: string): string {
  return `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`;
}
