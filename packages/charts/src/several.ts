import { TONES } from './colours.ts';
import type { Look } from './look.ts';
import { listed } from './words/counts.ts';

/** Where a dot is drawn, in pixels, and whose it is. */
interface Dot {
  readonly reference: string;
  readonly x: number;
  readonly y: number;
}

/** Dots that are no further apart, in pixels, are seen as one. */
const AS_ONE = 4;
/** Of more dots, how dark a place is says how many there are. */
const MOST_DOTS = 400;

/** Those that are seen as one dot: the references of each such place by that of its first item. */
export function severalAt(dots: readonly Dot[]): ReadonlyMap<string, readonly string[]> {
  const several = new Map<string, readonly string[]>();
  if (dots.length > MOST_DOTS) return several;
  const open = dots.toSorted((a, b) => a.y - b.y);
  for (let first = open.shift(); first; first = open.shift()) {
    const { x, y, reference } = first;
    const same = open.filter((dot) => Math.abs(dot.x - x) <= AS_ONE && dot.y - y <= AS_ONE);
    if (same.length === 0) continue;
    several.set(reference, [reference, ...same.map((dot) => dot.reference)]);
    for (const dot of same) open.splice(open.indexOf(dot), 1);
  }
  return several;
}

/** The line of a tooltip that names all of a place. */
export function severalTip(references: readonly string[]): readonly [string, string] {
  return [`${references.length} at this place`, listed(references, 5)];
}

/** How the number of a place is written: beside its dot, above and to the right. */
export function severalMark(look: Look): object {
  return {
    type: 'text',
    align: 'left',
    baseline: 'bottom',
    dx: 4,
    dy: -2,
    fontSize: 11 * look.text,
    fontWeight: 700,
    color: look.tone(TONES.ink),
  };
}
