import type { BehaviourRule, Clamp } from '../index.ts';

/** The marks of each point, each rule written out as its table says it. */
export function naiveMarks(
  shown: readonly number[],
  baseline: readonly number[],
  clamp: Clamp,
): BehaviourRule[][] {
  const marks = shown.map(() => new Set<BehaviourRule>());
  if (baseline.length === 0) return marks.map(() => []);
  let [total, ranges] = [0, 0];
  for (let i = 0; i < baseline.length; i++) {
    total += baseline[i] as number;
    if (i > 0) ranges += Math.abs((baseline[i] as number) - (baseline[i - 1] as number));
  }
  const x = total / baseline.length;
  const mr = baseline.length > 1 ? ranges / (baseline.length - 1) : 0;
  const sigma = mr / 1.128;
  const looksBelow = (line: number) => clamp === 'none' || line >= 0;
  const mark = (rule: BehaviourRule, size: number, least: number, above: number, below: number) => {
    for (let end = size; end <= shown.length; end++) {
      const window = shown.slice(end - size, end);
      const high = window.filter((value) => value > above).length >= least;
      const low =
        window.filter((value) => value < below).length >= least && (size === 8 || looksBelow(below));
      window.forEach((value, i) => {
        if ((high && value > x) || (low && value < x)) marks[end - size + i]?.add(rule);
      });
    }
  };
  mark('beyondLimit', 1, 1, x + 2.66 * mr, x - 2.66 * mr);
  mark('twoOfThree', 3, 2, x + 2 * sigma, x - 2 * sigma);
  mark('fourOfFive', 5, 4, x + sigma, x - sigma);
  mark('eightInARow', 8, 8, x, x);
  return marks.map((rules) => [...rules]);
}
