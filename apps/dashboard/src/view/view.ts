import type { FlowPolicy, IntervalUnit, Measure } from '@kanban/api';

export const PRESET_DAYS = [30, 90, 180, 365] as const;
const DEFAULT_DAYS = 90;

type ViewRange = { readonly days: number } | { readonly from: string; readonly to: string };

/** What a person chose to see. It lives in the address, so that a view can be sent as a link. */
export interface View {
  /** Null: the stream that the page chooses. */
  readonly stream: string | null;
  /** The last so many days up to today; or local dates (both included) or instants, as the API reads them. */
  readonly range: ViewRange;
  /** `auto`: an interval that suits the length of the range. */
  readonly interval: IntervalUnit | 'auto';
  /** Null: the stream's own. */
  readonly timeZone: string | null;
  readonly measure: Measure;
  readonly policy: FlowPolicy;
  /** The work item whose journey is open. */
  readonly item: string | null;
}

const INTERVALS: readonly string[] = ['hour', 'day', 'week', 'month'] satisfies IntervalUnit[];

/** Reads a query string. Missing or invalid values become defaults; the API checks dates. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const interval = query.get('interval') ?? '';
  return {
    stream: query.get('stream') || null,
    range: readRange(query),
    interval: INTERVALS.includes(interval) ? (interval as IntervalUnit) : 'auto',
    timeZone: query.get('timeZone') || null,
    measure: query.get('measure') === 'cycle' ? 'cycle' : 'lead',
    policy: query.get('policy') === 'highWater' ? 'highWater' : 'occupancy',
    item: query.get('item') || null,
  };
}

function readRange(query: URLSearchParams): ViewRange {
  const [from, to] = [query.get('from'), query.get('to')];
  if (from && to) return { from, to };
  const days = Number(query.get('days'));
  return { days: Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : DEFAULT_DAYS };
}

/** The query string of a view, with its `?`, without default values. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.stream !== null) query.set('stream', view.stream);
  if ('from' in view.range) {
    query.set('from', view.range.from);
    query.set('to', view.range.to);
  } else if (view.range.days !== DEFAULT_DAYS) query.set('days', String(view.range.days));
  if (view.interval !== 'auto') query.set('interval', view.interval);
  if (view.timeZone !== null) query.set('timeZone', view.timeZone);
  if (view.measure !== 'lead') query.set('measure', view.measure);
  if (view.policy !== 'occupancy') query.set('policy', view.policy);
  if (view.item !== null) query.set('item', view.item);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
