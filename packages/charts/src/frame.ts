import type { Config, TopLevelSpec } from 'vega-lite';
import { TONES } from './colours.ts';
import type { Look } from './look.ts';
import { shownKey } from './safe-key.ts';
import { timeTicks } from './time-ticks.ts';

const FONT = "'Inter Variable', system-ui, sans-serif";

/** How far a legend lies above the plot when an axis title stands between them. */
export const LEGEND_ABOVE_TITLE = 30;

/** Rows from top to bottom in the order of the data, each called by its safe key. */
export function namedRows(field: string) {
  return {
    field,
    type: 'nominal',
    sort: null,
    scale: { paddingInner: 0.4, paddingOuter: 0.3 },
    axis: { title: null, labelExpr: shownKey, labelLimit: 160, domain: false },
  } as const;
}

/** What all charts have in common. `parts` is a unit or layer specification. */
export function framed(look: Look, parts: object): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: look.width,
    height: look.height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 2,
    background: 'transparent',
    config: configOf(look),
    ...parts,
  } as TopLevelSpec;
}

function configOf({ tone, text }: Look): Config {
  return {
    // The page names the picture as a whole and offers its numbers as a table; a label a mark would drown that.
    aria: false,
    font: FONT,
    view: { stroke: null },
    axis: {
      labelColor: tone(TONES.inkSoft),
      labelFontSize: 12 * text,
      labelPadding: 6,
      titleColor: tone(TONES.inkSoft),
      titleFontSize: 12 * text,
      titleFontWeight: 500,
      titlePadding: 10,
      gridColor: tone(TONES.grid),
      domainColor: tone(TONES.axis),
      tickColor: tone(TONES.axis),
      ticks: false,
    },
    axisY: { domain: false, tickCount: 5 },
    axisX: { grid: false, ticks: true, tickSize: 4, labelPadding: 4 },
    legend: {
      labelColor: tone(TONES.ink),
      labelFontSize: 12 * text,
      titleColor: tone(TONES.inkSoft),
      titleFontSize: 12 * text,
      titleFontWeight: 500,
      symbolSize: 110,
      rowPadding: 5,
      columnPadding: 16,
      labelLimit: 180,
    },
    text: { color: tone(TONES.ink), fontSize: 12 * text },
  };
}

/** An axis of instants, given as wall clock times (see `ZonedDates.wallClock`). */
export function timeAxis(look: Look, [from, to]: readonly [number, number]): object {
  const ticks = timeTicks(from, to, Math.max(2, Math.floor(look.width / 70)));
  return {
    type: 'temporal',
    // As one expression: Vega-Lite does not see that two layers' arrays of instants are equal, and warns of a conflict.
    scale: { type: 'utc', domain: { signal: `[${from}, ${to}]` }, nice: false },
    axis: {
      title: null,
      // As an expression, like the domain: Vega-Lite takes numbers here for parts of dates.
      values: { signal: `[${ticks.values}]` },
      format: ticks.format,
      ...(ticks.below && {
        labelExpr:
          `indexof([${ticks.below.values}], time(datum.value)) < 0 ? datum.label : ` +
          `[datum.label, utcFormat(datum.value, '${ticks.below.format}')]`,
      }),
      labelOverlap: true,
      labelFlush: true,
    },
  };
}
