import {
  familyUnit,
  flowOverTime,
  formatInstant,
  type Instant,
  type Interval,
  type IntervalFamily,
  type IntervalUnit,
  type ItemFamily,
  intervalFamilies,
  intervalPoints,
  intervalsOf,
  itemPoints,
  type NaturalLimits,
  processBehaviour,
  type Range,
  type TimeBetween,
} from '@kanban/domain';
import type { SpellsIn } from '../../answer/asked-spells.ts';
import { refusal } from '../../answer/invalid-parameter.ts';

/** Points of items that one chart holds. */
const MOST_ITEMS = 5_000;

export type Family = IntervalFamily | ItemFamily;

export interface Terms {
  families: readonly Family[];
  range: Range;
  baseline: Range;
  unit: IntervalUnit;
  at: Instant;
  between: TimeBetween;
  clamp: 'zero' | 'none';
  isWorked(interval: Interval): boolean;
  /** By item, where a family is of items. */
  references: ReadonlyMap<number, string>;
}

interface Point {
  at: Instant;
  value: number;
  label: string | null;
  reference: string | null;
}

/** What an answer says of some spells. Throws Refused for more items than a chart holds. */
export function figuresOf(some: SpellsIn, terms: Terms) {
  return { families: terms.families.map((family) => familyFields(family, some, terms)) };
}

function familyFields(family: Family, some: SpellsIn, terms: Terms) {
  const { baseline, clamp } = terms;
  const shown = pointsOf(family, some, terms.range, terms);
  if (shown.length > MOST_ITEMS && !isOfIntervals(family)) {
    throw refusal(
      'from',
      `is too early: over ${MOST_ITEMS} items were finished since`,
      'a shorter range, or filters',
    );
  }
  const base = baseline === terms.range ? shown : pointsOf(family, some, baseline, terms);
  const { limits, points, signals } = processBehaviour(
    shown,
    base.map(({ value }) => value),
    clamp,
  );
  const { unit, shownAs } = unitOf(family);
  return {
    family,
    unit,
    limits: limits && limitFields(limits, shownAs),
    points: points.map(({ at, value, ...point }) => ({
      ...point,
      at: formatInstant(at),
      value: shownAs(value),
      isBaseline: at >= baseline.from && at < baseline.to,
    })),
    signals,
    reasons: limits === null ? { limits: 'noItems' as const } : {},
  };
}

/** The values alone, however many: what a comparison sums up is drawn by nobody. */
export function valuesOf(some: SpellsIn, terms: Terms) {
  return terms.families.map((family) => {
    const { unit, shownAs } = unitOf(family);
    const points = pointsOf(family, some, terms.range, terms).map(({ value }) => ({ value: shownAs(value) }));
    return { family, unit, points };
  });
}

function unitOf(family: Family) {
  return familyUnit(family) === 'microseconds'
    ? { unit: 'ms' as const, shownAs: (value: number) => value / 1000 }
    : { unit: 'items' as const, shownAs: (value: number) => value };
}

function pointsOf(family: Family, { spells, finished }: SpellsIn, range: Range, terms: Terms): Point[] {
  const { at, between, unit, isWorked, references } = terms;
  if (isOfIntervals(family)) {
    const { intervals } = flowOverTime(spells, finished, intervalsOf(range, unit), at, between);
    return intervalPoints(family, intervals, isWorked).map((point) => ({ ...point, reference: null }));
  }
  const own = finished.filter(({ finishedAt }) => finishedAt >= range.from && finishedAt < range.to);
  return itemPoints(family, own, between).map(({ item, ...point }) => ({
    ...point,
    label: null,
    reference: references.get(item.itemId) ?? null,
  }));
}

export function isOfIntervals(family: Family): family is IntervalFamily {
  return (intervalFamilies as readonly string[]).includes(family);
}

function limitFields(limits: NaturalLimits, shownAs: (value: number) => number) {
  const { average, upper, lower, sigma, meanMovingRange } = limits;
  return {
    ...limits,
    average: shownAs(average),
    upper: shownAs(upper),
    lower: shownAs(lower),
    sigma: shownAs(sigma),
    meanMovingRange: shownAs(meanMovingRange),
  };
}
