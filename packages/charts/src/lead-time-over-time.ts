import type { LeadTimeIntervalsAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, LEGEND_ABOVE_TITLE, timeAxis } from './frame.ts';
import { barPlaces, intervalNoun } from './interval-bars.ts';
import { itemsOfInterval } from './interval-items.ts';
import { measureName } from './lead-time-words.ts';
import { isNarrow } from './look.ts';
import { leadTimeOverTimeWords } from './words/lead-time-over-time.ts';

type Interval = LeadTimeIntervalsAnswer['intervals'][number];

/** A point for each percentile of each interval in which anything was finished; a gap where nothing was. */
export const leadTimeOverTime: Chart<LeadTimeIntervalsAnswer> = {
  id: 'lead-time-over-time',
  asks: 'leadTimeIntervals',
  csv: { table: 'Lead times over time', words: 'the lead times over time' },
  height: 300,
  question: 'Does an item take longer than it did?',
  emptyText: 'No item was finished in this range.',
  subtitle: (answer) =>
    `${measureName(answer)} that so many of the items finished each ${intervalNoun(answer.intervals)} took at most; hollow: under ${FEW} items, so little is known`,
  isEmpty: ({ total }) => total.sampleSize === 0,

  summary: leadTimeOverTimeWords,

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const places = barPlaces(answer.intervals, dates, look);
    const most = largest(
      answer.intervals.flatMap(({ percentiles }) => percentiles.map(({ leadTimeMs }) => leadTimeMs ?? 0)),
      1,
    );
    const unit = unitFor(most / 2);
    const toneOf = (rank: number) => look.tone(LINE_TONES[rank % LINE_TONES.length] ?? TONES.main);
    const values = answer.intervals.flatMap((interval, place) =>
      interval.percentiles.map(({ percentile, leadTimeMs }, rank) => ({
        at: places[place]?.middle,
        line: shortName(percentile),
        time: leadTimeMs === null ? null : leadTimeMs / unit.ms,
        fill: interval.sampleSize < FEW ? look.tone(TONES.card) : toneOf(rank),
        behind: itemsOf(interval, dates),
        tip: tipOf(interval, dates),
      })),
    );
    const lines = (answer.intervals[0]?.percentiles ?? []).map(({ percentile }) => shortName(percentile));
    const tones = lines.map((_, rank) => toneOf(rank));
    const x = { field: 'at', ...timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]) };
    const y = {
      field: 'time',
      type: 'quantitative',
      scale: { domain: [0, (most / unit.ms) * 1.08], nice: false },
      axis: { title: `${measureName(answer)} (${unit.name}s)`, ...TITLE_ABOVE, titleX: -30 },
    } as const;
    const color = {
      field: 'line',
      type: 'nominal',
      sort: lines,
      scale: { domain: lines, range: tones },
      legend: {
        ...(isNarrow(look)
          ? ({ orient: 'bottom', columns: 2, title: null } as const)
          : ({ orient: 'top', title: null, offset: LEGEND_ABOVE_TITLE } as const)),
        // Points are filled or hollow: lines tell the colours.
        ...{ symbolType: 'stroke', symbolStrokeWidth: 2.5 },
      },
    } as const;
    return framed(look, {
      data: { name: 'percentiles', values },
      layer: [
        {
          name: 'lines',
          // Broken where nothing was finished: no time is known there.
          mark: { type: 'line', strokeWidth: 2, invalid: 'break-paths-show-domains' },
          encoding: { x, y, color },
        },
        {
          name: 'points',
          transform: [{ filter: 'isValid(datum.time)' }],
          mark: { type: 'point', size: 42, opacity: 1, strokeWidth: 1.5, cursor: 'pointer' },
          encoding: {
            x,
            y,
            color,
            fill: { field: 'fill', type: 'nominal', scale: null },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
      ],
    });
  },

  table(answer) {
    const dates = zonedDates(answer.timeZone);
    const percentiles = answer.intervals[0]?.percentiles ?? [];
    return {
      columns: [
        { title: 'Finished in' },
        { title: 'Items finished', isNumber: true },
        ...percentiles.map(({ percentile }) => ({ title: lineName(percentile), isNumber: true })),
      ],
      rows: answer.intervals.map((interval) => [
        intervalName(interval, dates) + (interval.isComplete ? '' : ' (not over yet)'),
        formatCount(interval.sampleSize),
        ...interval.percentiles.map(({ leadTimeMs }) =>
          leadTimeMs === null ? '–' : formatDuration(leadTimeMs),
        ),
      ]),
      behind: answer.intervals.map((interval) => (interval.sampleSize > 0 ? itemsOf(interval, dates) : null)),
    };
  },
};

/** Under so many items the highest percentiles are only the slowest item. */
const FEW = 5;

/** From the fastest half to the slowest: neighbours differ, in grey as well. */
const LINE_TONES = [TONES.mainPale, TONES.main, TONES.bad, TONES.line] as const;

/** `half`, `85 of 100`: as beside pace bands. */
function shortName(percentile: number): string {
  return percentile === 50 ? 'half' : `${formatCount(percentile)} of 100`;
}

function lineName(percentile: number): string {
  return percentile === 50 ? 'Half took at most' : `${shortName(percentile)} took at most`;
}

function tipOf(interval: Interval, dates: ZonedDates): Tip {
  return [
    ['', intervalName(interval, dates)],
    ['Finished', countOf(interval.sampleSize, 'item')],
    ...interval.percentiles.flatMap(({ percentile, leadTimeMs, isMaximum }) =>
      leadTimeMs === null
        ? []
        : [[lineName(percentile), formatDuration(leadTimeMs) + (isMaximum ? ' (the slowest)' : '')] as const],
    ),
    ...(interval.isComplete ? [] : [['', 'Not over yet'] as const]),
  ];
}

function itemsOf(interval: Interval, dates: ZonedDates): string {
  const title = `${countOf(interval.sampleSize, 'item')} finished: ${intervalName(interval, dates)}`;
  return itemsOfInterval('leadTimeItems', title, interval);
}
