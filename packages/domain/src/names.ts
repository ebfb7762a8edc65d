const blank = String.raw`\p{Zs}\u115F\u1160\u2800\u3164\uFFA0`;
const bad = new RegExp(String.raw`^[${blank}]|[${blank}]$|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]`, 'u');

/** What `is_bad_name` of the database finds: a name with a blank at an end or an invisible character. */
export function isBadName(name: string): boolean {
  return bad.test(name);
}

export const NAME_RULE = 'no blank at either end and no control, format or line-separating character';

/**
 * The same text for two names that the server treats as equal: its collation ignores trailing blanks, and nothing else.
 */
export function nameKey(name: string): string {
  return name.replace(/ +$/, '');
}

/** The length of a text as the server counts it: in characters, and an emoji is one. */
export function characters(text: string): number {
  return [...text].length;
}

/** The first so many characters of a text; never half of one. */
export function firstCharacters(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}
