import { countOf, formatCount } from '../format/numbers.ts';

/** Which stream needs attention most: `“web” has most to talk about: 7 things. In 1 of 3 streams nothing stands out.` */
export function streamsWords(
  rows: readonly { readonly stream: string; readonly attention: number }[],
): string {
  const [most] = rows.toSorted((a, b) => b.attention - a.attention);
  if (!most) return 'There is no value stream yet.';
  const quiet = rows.filter(({ attention }) => attention === 0).length;
  if (most.attention === 0) {
    return rows.length === 1
      ? 'Nothing stands out in the one stream.'
      : `Nothing stands out in any of ${formatCount(rows.length)} streams.`;
  }
  const things = countOf(most.attention, 'thing');
  if (rows.length === 1) return `“${most.stream}” has ${things} to talk about; there is no other stream.`;
  const others =
    quiet === 0
      ? `Something stands out in each of ${countOf(rows.length, 'stream')}.`
      : `In ${formatCount(quiet)} of ${countOf(rows.length, 'stream')} nothing stands out.`;
  return `“${most.stream}” has most to talk about: ${things}. ${others}`;
}
