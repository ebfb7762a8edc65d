import { type Clamp, lowerLine, type NaturalLimits } from './natural-limits.ts';

/** In the order in which a point lists them. */
export type BehaviourRule = 'beyondLimit' | 'twoOfThree' | 'fourOfFive' | 'eightInARow';
export type Side = 'above' | 'below';

/** A stretch of points that a rule marks, by their indexes; overlapping windows are one signal. */
export interface Signal {
  rule: BehaviourRule;
  side: Side;
  from: number;
  to: number;
}

export interface Signals {
  /** By rule, then in the order of the points. */
  signals: Signal[];
  /** For each point the rules that mark it. */
  marks: BehaviourRule[][];
}

/** A rule fires if `needed` of `size` successive points are beyond a line. A line of null is ignored. */
interface Window {
  rule: BehaviourRule;
  size: number;
  needed: number;
  above: number;
  below: number | null;
}

/**
 * Which points are signals. A window that fires marks its points on that side of the average; all comparisons are
 * strict. The rules of Western Electric, Statistical Quality Control Handbook (1956), in the form of D. Wheeler.
 */
export function signalsOf(values: readonly number[], limits: NaturalLimits, clamp: Clamp): Signals {
  const marks: BehaviourRule[][] = values.map(() => []);
  const signals = windowsOf(limits, clamp).flatMap((window) => {
    const marked = new Set<number>();
    const found = [
      ...runsOn('above', values, window, limits.average, marked),
      ...runsOn('below', values, window, limits.average, marked),
    ];
    for (const place of marked) marks[place]?.push(window.rule);
    return found.sort((a, b) => a.from - b.from);
  });
  return { signals, marks };
}

function windowsOf({ average, sigma, upper, lower, isLowerDrawn }: NaturalLimits, clamp: Clamp): Window[] {
  const below = (sigmas: number) => {
    const { value, isDrawn } = lowerLine(average - sigmas * sigma, clamp);
    return isDrawn ? value : null;
  };
  const above = (sigmas: number) => average + sigmas * sigma;
  return [
    { rule: 'beyondLimit', size: 1, needed: 1, above: upper, below: isLowerDrawn ? lower : null },
    { rule: 'twoOfThree', size: 3, needed: 2, above: above(2), below: below(2) },
    { rule: 'fourOfFive', size: 5, needed: 4, above: above(1), below: below(1) },
    // This rule needs only the average, so it always applies below it.
    { rule: 'eightInARow', size: 8, needed: 8, above: average, below: average },
  ];
}

/** Adds the places of marked points to `marked`. */
function runsOn(
  side: Side,
  values: readonly number[],
  window: Window,
  average: number,
  marked: Set<number>,
): Signal[] {
  const line = window[side];
  if (line === null) return [];
  const isBeyond = (value: number, mark: number) => (side === 'above' ? value > mark : value < mark);
  const runs: Signal[] = [];
  let windowEnd = -1;
  for (let first = 0; first + window.size <= values.length; first++) {
    const own = values.slice(first, first + window.size);
    if (own.filter((value) => isBeyond(value, line)).length < window.needed) continue;
    const places = own.flatMap((value, place) => (isBeyond(value, average) ? [first + place] : []));
    for (const place of places) marked.add(place);
    const to = places.at(-1) as number;
    const open = runs.at(-1);
    if (open && first <= windowEnd) open.to = to;
    else runs.push({ rule: window.rule, side, from: places[0] as number, to });
    windowEnd = first + window.size - 1;
  }
  return runs;
}
