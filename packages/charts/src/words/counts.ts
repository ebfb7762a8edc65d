import { countOf } from '../format/numbers.ts';

/** `Nobody`, `One item`, `3 items`: with the verb of the rest of a sentence. */
export function subjectOf(count: number, noun: string, [one, many]: readonly [string, string]): string {
  if (count === 0) return `No ${noun} ${one}`;
  if (count === 1) return `One ${noun} ${one}`;
  return `${countOf(count, noun)} ${many}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** What a small sample is worth, as the end of a sentence; nothing from ten on. */
export function fewWords(count: number): string {
  return count >= 10 ? '' : ` ${count} ${count === 1 ? 'is' : 'are'} few: one more may change it.`;
}
