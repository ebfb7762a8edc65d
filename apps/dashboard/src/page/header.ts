import type { IntervalUnit, Measure } from '@kanban/api';
import { isCalendarDate } from '@kanban/charts';
import type { Snapshot } from '../view/board.ts';
import { PRESET_DAYS, type View } from '../view/view.ts';
import { fill, h } from './dom.ts';

const INTERVALS: readonly [value: IntervalUnit | 'auto', text: string][] = [
  ['auto', 'Automatic'],
  ['hour', 'Hours'],
  ['day', 'Days'],
  ['week', 'Weeks'],
  ['month', 'Months'],
];

const MEASURES: readonly [value: Measure, text: string][] = [
  ['lead', 'Lead time'],
  ['cycle', 'Cycle time'],
];

/** The choices for the whole page. `choose` is called with each change. */
export function createControls(choose: (change: Partial<View>) => void) {
  const stream = h('select', { id: 'stream', onchange: () => choose({ stream: stream.value, item: null }) });
  const interval = choiceOf('interval', INTERVALS, (value) => choose({ interval: value }));
  const measure = choiceOf('measure', MEASURES, (value) => choose({ measure: value }));
  const timeZone = h('select', {
    id: 'time-zone',
    onchange: () => choose({ timeZone: timeZone.value || null }),
  });
  const radios = new Map(
    [...PRESET_DAYS.map(String), 'custom'].map((value) => [
      value,
      h('input', { type: 'radio', name: 'range', value, onchange: () => chooseRange(value) }),
    ]),
  );
  const dates = {
    from: h('input', { type: 'date', id: 'from' }),
    to: h('input', { type: 'date', id: 'to' }),
  };
  for (const input of Object.values(dates)) input.addEventListener('change', chooseDates);
  const custom = h(
    'span',
    { class: 'custom-dates', hidden: true },
    h('label', { class: 'visually-hidden', for: 'from' }, 'From'),
    dates.from,
    h('span', { 'aria-hidden': 'true' }, 'to'),
    h('label', { class: 'visually-hidden', for: 'to' }, 'To, included'),
    dates.to,
  );

  function chooseRange(value: string): void {
    if (value === 'custom') {
      custom.hidden = false;
      chooseDates();
      dates.from.focus();
    } else choose({ range: { days: Number(value) } });
  }

  /** A reversed range is sent as well: the API explains what is wrong. */
  function chooseDates(): void {
    const [from, to] = [dates.from.value, dates.to.value];
    if (from && to) choose({ range: { from, to } });
  }

  const element = h(
    'form',
    { class: 'controls', 'aria-label': 'What to show', onsubmit: (event) => event.preventDefault() },
    field('stream', 'Value stream', stream),
    h(
      'fieldset',
      { class: 'field' },
      h('legend', {}, 'Range'),
      h(
        'span',
        { class: 'range' },
        h(
          'span',
          { class: 'segments' },
          ...[...radios].map(([value, radio]) => h('label', {}, radio, h('span', {}, rangeText(value)))),
        ),
        custom,
      ),
    ),
    field('interval', 'Interval', interval),
    field('measure', 'Measure', measure),
    field('time-zone', 'Time zone', timeZone),
  );

  return {
    element,
    update({ view, streams, stream: current, request }: Snapshot): void {
      const names = streams.map(({ name }) => name);
      if (view.stream !== null && !current) names.unshift(view.stream);
      setOptions(
        stream,
        names.map((name) => [name, name]),
        current?.name ?? view.stream ?? '',
      );
      setOptions(timeZone, zoneOptions(current?.timeZone, view.timeZone), view.timeZone ?? '');
      interval.value = view.interval;
      measure.value = view.measure;
      const preset = 'days' in view.range ? String(view.range.days) : 'custom';
      for (const [value, radio] of radios) radio.checked = value === preset;
      custom.hidden = preset !== 'custom';
      // Not while somebody is typing a date.
      if (request && !element.contains(document.activeElement?.closest('.custom-dates') ?? null)) {
        dates.from.value = dateOf(request.from);
        dates.to.value = dateOf(request.to);
      }
    },
  };
}

/** The day of a bound, which may be an instant; empty when there is none, which an input could not show. */
function dateOf(bound: string): string {
  const day = bound.slice(0, 10);
  return isCalendarDate(day) ? day : '';
}

function field(id: string, label: string, control: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: id }, label), control);
}

function choiceOf<Value extends string>(
  id: string,
  options: readonly (readonly [Value, string])[],
  choose: (value: Value) => void,
): HTMLSelectElement {
  const select = h('select', { id, onchange: () => choose(select.value as Value) });
  fill(select, ...options.map(([value, text]) => h('option', { value }, text)));
  return select;
}

function rangeText(value: string): string {
  if (value === 'custom') return 'Custom';
  return value === '365' ? '1 year' : `${value} days`;
}

/** Options are only touched when they differ: an open list would close. */
function setOptions(
  select: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
  value: string,
): void {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.dataset.options = wanted;
    fill(select, ...options.map(([key, text]) => h('option', { value: key }, text)));
  }
  select.value = value;
}

function zoneOptions(ofStream: string | undefined, chosen: string | null): [string, string][] {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const near = [...new Set([chosen ?? '', mine, 'UTC'])].filter((zone) => zone !== '');
  const rest = Intl.supportedValuesOf('timeZone').filter((zone) => !near.includes(zone));
  return [
    ['', ofStream ? `${ofStream} (the stream’s)` : 'The stream’s'],
    ...near.map((zone): [string, string] => [zone, zone === mine ? `${zone} (yours)` : zone]),
    ...rest.map((zone): [string, string] => [zone, zone]),
  ];
}
