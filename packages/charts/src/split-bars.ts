import type { Interval } from '@kanban/api';
import type { Tip } from './chart.ts';
import { CLASS_TONES, TONES, type Tone } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf } from './format/numbers.ts';
import type { ZonedDates } from './format/zoned-dates.ts';
import type { BarPlace } from './interval-bars.ts';
import { isNarrow, type Look } from './look.ts';
import { safeKey, shownKey } from './safe-key.ts';

/** The counts of one group, an interval each. */
export interface Counted {
  /** Null: items without a value. */
  readonly group: string | null;
  readonly counts: readonly number[];
}

interface Bar extends BarPlace {
  /** The name of the interval. */
  readonly name: string;
}

interface Split {
  readonly bars: readonly Bar[];
  readonly groups: readonly Counted[];
  /** What a part of a bar leads to; undefined: nothing. `group` is null where it is not one value. */
  behind(group: string | null, place: number): string | undefined;
}

/** An answer by intervals, in groups of the field that it was split by. */
interface InGroups<Each extends Interval> {
  readonly intervals: readonly Each[];
  readonly groups: readonly { readonly group: string | null; readonly intervals: readonly Each[] }[];
  readonly parameters: Readonly<Record<string, string | null>>;
}

/** How such an answer is split: what is counted of each interval, and what its part of a group leads to. */
export function splitOf<Each extends Interval>(
  { intervals, groups, parameters }: InGroups<Each>,
  places: readonly BarPlace[],
  dates: ZonedDates,
  {
    count,
    behind,
  }: {
    count(interval: Each): number;
    behind(group: string, interval: Each, ofGroup: Record<string, string>): string;
  },
): Split {
  return {
    bars: intervals.map((interval, n) => ({
      ...(places[n] as BarPlace),
      name: intervalName(interval, dates),
    })),
    groups: groups.map(({ group, intervals: own }) => ({ group, counts: own.map(count) })),
    behind(group, place) {
      const interval = intervals[place];
      const field = parameters.splitBy;
      return !interval || group === null || !field ? undefined : behind(group, interval, { [field]: group });
    },
  };
}

/** As many as can be told apart; the smaller ones are one part together. */
const MOST_GROUPS = CLASS_TONES.length;
const NO_VALUE = 'none';

/** Bars in parts, the largest group at the bottom; a click in the legend shows one group alone, another all again. */
export function splitBars(look: Look, { x, y }: { x: object; y: object }, split: Split): object {
  const parts = partsOf(split.groups);
  const domain = parts.map(({ name }) => safeKey(name));
  const range = tonesOf(parts, split.groups).map(look.tone);
  return {
    name: 'bars',
    data: { name: 'bars', values: rowsOf(split, parts) },
    params: [
      { name: 'shownGroup', select: { type: 'point', fields: ['group'], toggle: 'true' }, bind: 'legend' },
    ],
    mark: { type: 'bar', cursor: 'pointer' },
    encoding: {
      x: { field: 'from', ...x },
      x2: { field: 'to' },
      y: { field: 'top', type: 'quantitative', ...y },
      y2: { field: 'bottom' },
      color: {
        field: 'group',
        type: 'nominal',
        scale: { domain, range },
        legend: {
          title: null,
          direction: 'horizontal',
          symbolType: 'square',
          labelExpr: shownKey,
          columns: isNarrow(look) ? 2 : 4,
          labelLimit: 130,
          ...(isNarrow(look) ? { orient: 'bottom' } : { orient: 'top', offset: 26 }),
        },
      },
      opacity: { condition: { param: 'shownGroup', value: 1 }, value: 0.08 },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}

interface Part extends Counted {
  readonly name: string;
  readonly isRest: boolean;
}

/** The largest first; what does not fit is one part at the top. */
function partsOf(groups: readonly Counted[]): Part[] {
  const sum = ({ counts }: Counted) => counts.reduce((all, count) => all + count, 0);
  const sorted = groups.filter((group) => sum(group) > 0).toSorted((a, b) => sum(b) - sum(a));
  const shown = sorted.length > MOST_GROUPS ? sorted.slice(0, MOST_GROUPS - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const parts = shown.map((group) => ({ ...group, name: group.group ?? NO_VALUE, isRest: false }));
  if (rest.length === 0) return parts;
  const counts = (rest[0]?.counts ?? []).map((_, n) =>
    rest.reduce((all, each) => all + (each.counts[n] ?? 0), 0),
  );
  return [...parts, { group: null, counts, name: `${rest.length} others`, isRest: true }];
}

/** By the place of a group among all, by name: so that it has one colour in several charts, as far as there are colours. */
function tonesOf(parts: readonly Part[], groups: readonly Counted[]): Tone[] {
  const free = new Set(CLASS_TONES.keys());
  return parts.map(({ group, isRest }) => {
    if (isRest) return TONES.quiet;
    const wanted = groups.findIndex((each) => each.group === group) % CLASS_TONES.length;
    const place = free.has(wanted) ? wanted : [...free][0];
    if (place === undefined) return TONES.quiet;
    free.delete(place);
    return CLASS_TONES[place] ?? TONES.quiet;
  });
}

function rowsOf({ bars, behind }: Split, parts: readonly Part[]) {
  return bars.flatMap(({ from, to, name }, place) => {
    let top = 0;
    const whole = parts.reduce((all, { counts }) => all + (counts[place] ?? 0), 0);
    return parts.flatMap((part) => {
      const count = part.counts[place] ?? 0;
      const bottom = top;
      top += count;
      if (count === 0) return [];
      const leadsTo = behind(part.group, place);
      const tip: Tip = [
        ['', name],
        [part.name, countOf(count, 'item')],
        ['In all', countOf(whole, 'item')],
      ];
      return { from, to, bottom, top, group: safeKey(part.name), tip, ...(leadsTo && { behind: leadsTo }) };
    });
  });
}
