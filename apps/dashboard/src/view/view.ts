import { type FlowPolicy, type IntervalUnit, type Measure, USUAL_MEASURE } from '@kanban/api';

export const PAGES = [
  'today',
  'wall',
  'flow',
  'time',
  'promises',
  'forecast',
  'behaviour',
  'streams',
  'item',
] as const;
export type PageName = (typeof PAGES)[number];

/** In days, those that the range's list offers. */
export const PRESET_DAYS = [14, 28, 90, 365] as const;
const DEFAULT_DAYS = 90;

export type ViewRange =
  | { readonly days: number }
  | { readonly since: 'month' }
  | { readonly from: string; readonly to: string };
type Comparison = 'previous' | 'lastYear' | 'none';
type Split = 'none' | 'type' | 'classOfService' | 'assignee' | 'parent';
type WallOrder = 'place' | 'age' | 'due' | 'priority';

/** What a person chose to see. It lives in the address, so that a view can be sent as a link. Null: not chosen. */
export interface View {
  readonly page: PageName;
  readonly stream: string | null;
  /** The last so many days up to today, this month, or local dates (both included) or instants, as the API reads them. */
  readonly range: ViewRange;
  /** The range of which a part is looked at, as an address has it: the way back from a chart that was looked at closer. */
  readonly zoomedFrom: string | null;
  readonly compare: Comparison;
  readonly type: string | null;
  readonly classOfService: string | null;
  readonly assignee: string | null;
  readonly splitBy: Split;
  /** `auto`: an interval that suits the length of the range. */
  readonly interval: IntervalUnit | 'auto';
  readonly timeZone: string | null;
  readonly measure: Measure;
  readonly clock: 'elapsed' | 'working';
  readonly policy: FlowPolicy;
  /** The day looked at, where a page is about one. */
  readonly asOf: string | null;
  /** What a forecast is asked about; several streams have a number each, parted by commas. */
  readonly count: string | null;
  readonly date: string | null;
  /** The card wall: what was typed to find cards, its lanes and order, and whether it shows only what to talk about. */
  readonly search: string | null;
  readonly lanes: Split;
  readonly order: WallOrder;
  readonly only: 'all' | 'attention';
  /** Names of queues, as view/names.ts joins them: those collapsed, and finished ones that are shown whole. */
  readonly folded: string | null;
  readonly whole: string | null;
  /** Other streams that a forecast is about as well, parted by commas. */
  readonly together: string | null;
  /** The days a forecast draws from, pinned: `2026-09-01..2026-11-30`. Null: the last ones. */
  readonly past: string | null;
  /** The work item whose way is open: the whole page `item`, or a dialog on any other. */
  readonly item: string | null;
  /** The items behind a mark of a chart: see items/behind.ts. */
  readonly behind: string | null;
}

type Choice<Name extends keyof View> = readonly [values: readonly View[Name][], otherwise: View[Name]];

/** Choices among a few words; the first default is what an address leaves out. */
const CHOICES = {
  page: [PAGES, 'today'],
  compare: [['previous', 'lastYear', 'none'], 'previous'],
  splitBy: [['none', 'type', 'classOfService', 'assignee', 'parent'], 'none'],
  interval: [['auto', 'hour', 'day', 'week', 'month'], 'auto'],
  measure: [['cycle', 'lead'], USUAL_MEASURE],
  clock: [['elapsed', 'working'], 'elapsed'],
  policy: [['occupancy', 'highWater'], 'occupancy'],
  lanes: [['none', 'type', 'classOfService', 'assignee', 'parent'], 'none'],
  order: [['place', 'age', 'due', 'priority'], 'place'],
  only: [['all', 'attention'], 'all'],
} as const satisfies { [Name in keyof View]?: Choice<Name> };
type ChoiceName = keyof typeof CHOICES;

const TEXTS = [
  'stream',
  'zoomedFrom',
  'type',
  'classOfService',
  'assignee',
  'timeZone',
  'asOf',
  'count',
  'date',
  'search',
  'folded',
  'whole',
  'past',
  'together',
  'item',
  'behind',
] as const;

/** Reads a query string. Missing or invalid values become defaults; the API checks dates. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const chosen = (name: ChoiceName) => {
    const [values, otherwise] = CHOICES[name];
    return values.find((value) => value === query.get(name)) ?? otherwise;
  };
  const choices = Object.keys(CHOICES).map((name) => [name, chosen(name as ChoiceName)]);
  const texts = TEXTS.map((name) => [name, query.get(name) || null]);
  const view: View = { ...Object.fromEntries([...choices, ...texts]), range: readRange(query) };
  // What the attention list of the API calls it.
  return { ...view, item: view.item ?? (query.get('reference') || null) };
}

/** A part of the range of a view, from which there is a way back to the range that was chosen. */
export function zoomed({ range, zoomedFrom }: View, days: { from: string; to: string }): Partial<View> {
  return {
    range: days,
    zoomedFrom: zoomedFrom ?? String(new URLSearchParams(range as Record<string, string>)),
  };
}

/** The way back, where there is one. */
export function wholeRange({ zoomedFrom }: View): ViewRange | null {
  return zoomedFrom === null ? null : readRange(new URLSearchParams(zoomedFrom));
}

function readRange(query: URLSearchParams): ViewRange {
  const [from, to] = [query.get('from'), query.get('to')];
  if (from && to) return { from, to };
  if (query.get('since') === 'month') return { since: 'month' };
  const days = Number(query.get('days'));
  return { days: Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : DEFAULT_DAYS };
}

/** The query string of a view, with its `?`, without default values; the page comes first. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  const { range } = view;
  if (view.page !== 'today') query.set('page', view.page);
  if (view.stream !== null) query.set('stream', view.stream);
  if ('from' in range) {
    query.set('from', range.from);
    query.set('to', range.to);
  } else if ('since' in range) query.set('since', range.since);
  else if (range.days !== DEFAULT_DAYS) query.set('days', String(range.days));
  for (const name of Object.keys(CHOICES) as ChoiceName[]) {
    if (name !== 'page' && view[name] !== CHOICES[name][1]) query.set(name, view[name]);
  }
  for (const name of TEXTS) {
    const text = view[name];
    if (name !== 'stream' && text !== null) query.set(name, text);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What a link to a view leads to, relative to where the page is. */
export function addressOf(view: View): string {
  return writeView(view) || './';
}

/** The same stream, range and filters on another page: what was open on this one is not taken along. */
export function onPage(view: View, page: PageName, change: Partial<View> = {}): View {
  return { ...view, page, item: null, behind: null, ...change };
}
