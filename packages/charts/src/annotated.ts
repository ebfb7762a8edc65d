import type { AnswerTo } from '@kanban/api';
import type { TopLevelSpec } from 'vega-lite';
import type { Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatDay } from './format/calendar-dates.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { timeAxis } from './frame.ts';
import type { Look } from './look.ts';

type Annotation = AnswerTo<'/v1/annotations'>['annotations'][number];

/** An annotation and the letter by which charts name it. */
export interface Signed extends Pick<Annotation, 'day' | 'text'> {
  readonly sign: string;
}

interface OverTime {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** Between two letters, in pixels. */
const SIGN_WIDTH = 16;
/** Height of the row of letters between the plot and the labels of its axis. */
const SIGN_ROW = 15;

/** Letters for annotations in the order of time: the same on each chart of a page. */
export function signed(annotations: readonly Pick<Annotation, 'day' | 'text'>[]): Signed[] {
  return annotations.map(({ day, text }, n) => ({ day, text, sign: letters(n) }));
}

/** `A 5 Oct 2026: New tester`. */
export function annotationWords({ sign, day, text }: Signed): string {
  return `${sign} ${formatDay(day)}: ${text}`;
}

/**
 * A chart over time with a thin line for each annotation at the beginning of its day, and its letter under the plot, where there is
 * no data. Days too close for a letter each share one place.
 */
export function annotated(
  spec: TopLevelSpec,
  { from, to, timeZone }: OverTime,
  annotations: readonly Signed[],
  look: Look,
): TopLevelSpec {
  const { wallClock } = zonedDates(timeZone);
  const [start, end] = [wallClock(from), wallClock(to)];
  const days = annotations
    .map((each) => ({ ...each, at: Math.max(start, Date.parse(each.day)) }))
    .filter(({ day, at }) => at < end && Date.parse(day) + 86_400_000 > start);
  if (days.length === 0) return spec;
  const x = { field: 'at', ...timeAxis(look, [start, end]) };
  const tooltip = { field: 'tip', type: 'nominal' };
  const { layer, mark, encoding, params, transform, config, ...rest } = spec as object as Parts;
  const own = layer ?? [{ mark, encoding, ...(params && { params }), ...(transform && { transform }) }];
  return {
    ...rest,
    ...(layer && encoding && { encoding }),
    config: { ...config, axisX: { ...config.axisX, labelPadding: config.axisX.labelPadding + SIGN_ROW } },
    layer: [
      ...own,
      {
        name: 'annotations',
        data: { name: 'annotations', values: days.map(({ at }) => ({ at })) },
        mark: { type: 'rule', color: look.tone(TONES.inkSoft), strokeWidth: 1, strokeDash: [2, 3] },
        encoding: { x, y: { value: 0 }, y2: { value: 'height' } },
      },
      {
        name: 'signs',
        data: { name: 'signs', values: placesOf(days, (end - start) / Math.max(1, look.width)) },
        mark: {
          type: 'text',
          baseline: 'top',
          dy: 5,
          fontWeight: 700,
          fontSize: 11 * look.text,
          color: look.tone(TONES.ink),
        },
        encoding: { x, y: { value: 'height' }, text: { field: 'sign' }, tooltip },
      },
    ],
  } as object as TopLevelSpec;
}

interface Parts {
  layer?: object[];
  mark?: object;
  encoding?: object;
  params?: object;
  transform?: object;
  config: { axisX: { labelPadding: number } };
}

/** Letters where there is room: of days that are too close, the first and the last. */
function placesOf(days: readonly (Signed & { at: number })[], msPerPixel: number) {
  const places: { at: number; sign: string; tip: Tip }[] = [];
  let group: (Signed & { at: number })[] = [];
  const close = () => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return;
    const sign = first === last ? first.sign : `${first.sign}–${last.sign}`;
    const tip = group.map(({ day, text, sign }) => [`${sign} ${formatDay(day)}`, text] as const);
    places.push({ at: first.at, sign, tip });
    group = [];
  };
  for (const day of days) {
    const width = SIGN_WIDTH * (group.length === 0 ? 1 : 1.8);
    if (group[0] && day.at - group[0].at > width * msPerPixel) close();
    group.push(day);
  }
  close();
  return places;
}

/** A … Z, AA … */
function letters(n: number): string {
  const letter = String.fromCharCode(65 + (n % 26));
  return n < 26 ? letter : letters(Math.floor(n / 26) - 1) + letter;
}
