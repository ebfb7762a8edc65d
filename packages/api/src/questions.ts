import type { FlowPolicy, IntervalUnit, Measure } from './answers.ts';
import type { Path, QueryOf } from './paths.ts';

/** What pages, reports and mails measure unless told otherwise, so that all of them say the same numbers. */
export const USUAL_MEASURE: Measure = 'cycle';

/** What people choose once for a whole page or report. What is left out is for the API to choose. */
export interface Choices {
  readonly stream: string;
  /** Local dates, both included, or instants, half open. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timeZone?: string | undefined;
  /** Points of lines may lie closer than bars can stand. */
  readonly pointInterval: IntervalUnit;
  readonly barInterval: IntervalUnit;
  readonly measure: Measure;
  readonly policy: FlowPolicy;
  /** Which items count, and what they are grouped by, where the path can. */
  readonly type?: string | undefined;
  readonly classOfService?: string | undefined;
  readonly assignee?: string | undefined;
  readonly splitBy?: 'type' | 'classOfService' | 'assignee' | 'parent' | undefined;
  readonly clock?: 'elapsed' | 'working' | undefined;
  /** The instant looked at, by what is known today. */
  readonly at?: string | undefined;
  /** An instant: answers by what was known then. */
  readonly asOf?: string | undefined;
  /** Another period that is summed up beside this one, as FROM..TO. */
  readonly compareWith?: string | undefined;
  /** Where only a moment is looked at: another day, whose end it is compared with. */
  readonly dayBefore?: string | undefined;
  /** What a forecast is asked about: a number of items, and a day. */
  readonly items?: string | undefined;
  readonly date?: string | undefined;
  /** Several streams, parted by commas, where the path can. */
  readonly streams?: string | undefined;
  /** The days that a forecast draws from; without, the last ones. */
  readonly past?: { readonly from: string; readonly to: string } | undefined;
}

/** Parameters of a path as they are sent; undefined ones are left out. */
type Parameters = Readonly<Record<string, string | undefined>>;

export interface Question<Of extends Path = Path, Title extends string = string> {
  readonly path: Of;
  /** What `kanban export` writes, in words. */
  readonly rows: string;
  /** Parameters that change nothing in a table. */
  readonly onlyInJson: readonly string[];
  query(choices: Choices): Parameters;
  /** The tables of a report by their titles, with what each asks besides. */
  readonly tables: Readonly<Record<Title, Parameters>>;
}

/** Checks a question against the contract of its path. */
function question<Of extends Path, Title extends string = never>(asked: {
  path: Of;
  rows: string;
  onlyInJson?: readonly (keyof QueryOf<Of>)[];
  query(choices: Choices): QueryOf<Of>;
  tables: Readonly<Record<Title, Partial<QueryOf<Of>>>>;
}): Question<Of, Title> {
  return { onlyInJson: [], ...asked } as Question<Of, Title>;
}

/** Of lists of what was recorded: they have no instant that is looked at. */
const recordedOf = ({ stream, from, to, timeZone, asOf }: Choices) => ({ stream, from, to, timeZone, asOf });
const rangeOf = (choices: Choices) => ({ ...recordedOf(choices), at: choices.at });
const filtersOf = ({ type, classOfService, assignee }: Choices) => ({ type, classOfService, assignee });
/** Of the present, or of what is looked at instead. */
const presentOf = (choices: Choices) => ({
  stream: choices.stream,
  timeZone: choices.timeZone,
  at: choices.at,
  asOf: choices.asOf,
  ...filtersOf(choices),
});
/** The choices of figures that have filters, groups and both clocks. */
const figuresOf = (choices: Choices) => ({
  ...rangeOf(choices),
  ...filtersOf(choices),
  splitBy: choices.splitBy,
  clock: choices.clock,
});

/** The choices of lists of finished items and their times. */
const timesOf = (choices: Choices) => ({
  ...rangeOf(choices),
  ...filtersOf(choices),
  clock: choices.clock,
  measure: choices.measure,
});

/** Everything that pages, reports and `kanban export` ask, in the order in which reports list the tables. */
export const questions = {
  cumulativeFlow: question({
    path: '/v1/cumulative-flow',
    rows: 'one row per interval: what was in each queue at its end',
    query: (choices) => ({
      ...rangeOf(choices),
      ...filtersOf(choices),
      splitBy: choices.splitBy,
      interval: choices.pointInterval,
      policy: choices.policy,
    }),
    tables: { 'Cumulative flow': {} },
  }),
  leadTime: question({
    path: '/v1/lead-time',
    rows: 'one row per finished item, with its lead or cycle time and where the time went',
    onlyInJson: ['percentiles', 'percentileMethod', 'cells', 'compareWith'],
    query: (choices) => ({ ...timesOf(choices), splitBy: choices.splitBy, cells: '120x50' }),
    tables: { 'Lead times': {} },
  }),
  leadTimeItems: question({
    path: '/v1/lead-time/items',
    rows: 'the finished items of a sample, by when they were finished or how long they took',
    onlyInJson: ['limit', 'after'],
    query: timesOf,
    tables: {},
  }),
  leadTimeIntervals: question({
    path: '/v1/lead-time/intervals',
    rows: 'one row per interval: how long the items took that were finished in it, by percentiles',
    onlyInJson: ['compareWith'],
    query: (choices) => ({
      ...timesOf(choices),
      interval: choices.barInterval,
      splitBy: choices.splitBy,
    }),
    tables: { 'Lead times over time': {} },
  }),
  throughput: question({
    path: '/v1/throughput',
    rows: 'finished items per interval',
    onlyInJson: ['compareWith'],
    query: (choices) => ({
      ...rangeOf(choices),
      ...filtersOf(choices),
      splitBy: choices.splitBy,
      interval: choices.barInterval,
    }),
    tables: { Throughput: {} },
  }),
  sla: question({
    path: '/v1/sla',
    rows: 'hits and misses per interval, or the items behind them',
    onlyInJson: ['worst', 'compareWith'],
    query: (choices) => ({
      ...rangeOf(choices),
      ...filtersOf(choices),
      interval: choices.barInterval,
      worst: '200',
    }),
    tables: { SLA: {}, 'Finished late': { rows: 'misses' }, 'Late or at risk': { rows: 'open' } },
  }),
  slaBudget: question({
    path: '/v1/sla/budget',
    rows: 'error budget per interval, or the open promises or decisions behind it',
    query: (choices) => ({
      ...rangeOf(choices),
      ...filtersOf(choices),
      interval: choices.barInterval,
    }),
    tables: {
      'Error budget': {},
      'Open promises': { rows: 'open' },
      'Promises decided': { rows: 'decisions' },
    },
  }),
  slaBudgetItems: question({
    path: '/v1/sla/budget/items',
    rows: 'open items whose deadline lies ahead, or the decisions of the range',
    onlyInJson: ['limit', 'after'],
    query: (choices) => ({ ...rangeOf(choices), ...filtersOf(choices) }),
    tables: {},
  }),
  flow: question({
    path: '/v1/flow',
    rows: 'one row per interval: what began and ended, work in progress and its age; or how often so much was finished',
    onlyInJson: ['compareWith'],
    query: (choices) => ({ ...figuresOf(choices), interval: choices.barInterval }),
    tables: { 'Flow over time': {}, 'Throughput histogram': { rows: 'histogram' } },
  }),
  processBehaviour: question({
    path: '/v1/process-behaviour',
    rows: 'one row per interval or item, with the rules that call it news',
    onlyInJson: ['compareWith'],
    query: (choices) => ({
      ...figuresOf(choices),
      interval: choices.barInterval,
      compareWith: choices.compareWith,
    }),
    tables: { 'Process behaviour': {} },
  }),
  stability: question({
    path: '/v1/stability',
    rows: "the assumptions behind Little's law one by one, or averages over time",
    onlyInJson: ['compareWith'],
    query: (choices) => ({
      ...figuresOf(choices),
      interval: choices.barInterval,
      compareWith: choices.compareWith,
    }),
    tables: { Stability: {}, 'Averages over time': { rows: 'series' } },
  }),
  timeInQueue: question({
    path: '/v1/time-in-queue',
    rows: 'one row per queue: how long items were there; or the items or visits behind it',
    onlyInJson: ['compareWith'],
    query: (choices) => ({ ...figuresOf(choices), measure: choices.measure }),
    tables: { 'Time in queue': {} },
  }),
  timeInQueueItems: question({
    path: '/v1/time-in-queue/items',
    rows: 'one row per item: where its time went',
    onlyInJson: ['limit', 'after'],
    query: timesOf,
    tables: {},
  }),
  blocked: question({
    path: '/v1/blocked',
    rows: 'one row per block, with its reason; or the time by reason, queue or cluster',
    onlyInJson: ['compareWith'],
    query: figuresOf,
    tables: { Blocked: { rows: 'clusters' } },
  }),
  blockedIntervals: question({
    path: '/v1/blocked/intervals',
    rows: 'one row per block, with its reason',
    onlyInJson: ['limit', 'after'],
    query: (choices) => ({ ...rangeOf(choices), ...filtersOf(choices), clock: choices.clock }),
    tables: {},
  }),
  ageing: question({
    path: '/v1/ageing',
    rows: 'one row per item in progress with its age, or one per queue with the pace of finished items',
    onlyInJson: ['compareWith'],
    query: ({ dayBefore, ...choices }) => ({
      ...presentOf(choices),
      measure: choices.measure,
      clock: choices.clock,
      compareWith: dayBefore && `${dayBefore}..${dayBefore}`,
    }),
    tables: { 'Ageing work': {}, Pace: { rows: 'pace' } },
  }),
  forecastHowMany: question({
    path: '/v1/forecast/how-many',
    rows: 'how many items will be finished by a day, with what probability',
    onlyInJson: ['include', 'method', 'trials', 'seed'],
    query: (choices) => ({
      ...presentOf(choices),
      ...choices.past,
      items: choices.items,
      date: choices.date,
    }),
    tables: { 'How many': { rows: 'distribution' } },
  }),
  forecastWhen: question({
    path: '/v1/forecast/when',
    rows: 'by which day so many items will be finished, with what probability',
    onlyInJson: ['include'],
    query: (choices) => ({
      ...presentOf(choices),
      ...choices.past,
      streams: choices.streams,
      items: choices.items,
      date: choices.date,
    }),
    tables: { When: { rows: 'distribution' } },
  }),
  forecastBacktest: question({
    path: '/v1/forecast/backtest',
    rows: 'how often such forecasts came true',
    query: presentOf,
    tables: { Backtest: { rows: 'origins' } },
  }),
  attention: question({
    path: '/v1/attention',
    rows: 'what to talk about now, the most serious first',
    query: ({ stream, timeZone, at, asOf }) => ({ stream, timeZone, at, asOf }),
    tables: { Attention: {} },
  }),
  changes: question({
    path: '/v1/changes',
    rows: 'how often each kind of change happened',
    onlyInJson: ['compareWith'],
    query: (choices) => ({ ...rangeOf(choices), ...filtersOf(choices) }),
    tables: { Changes: {} },
  }),
  changedItems: question({
    path: '/v1/changes/items',
    rows: 'one row per change of an item, in the order in which they happened',
    onlyInJson: ['limit', 'after'],
    query: (choices) => ({ ...rangeOf(choices), ...filtersOf(choices) }),
    tables: {},
  }),
  changedSettings: question({
    path: '/v1/changes/settings',
    rows: 'one row per change of a setting, limit or policy, with what it was before',
    onlyInJson: ['limit', 'after'],
    query: rangeOf,
    tables: {},
  }),
  annotations: question({
    path: '/v1/annotations',
    rows: 'what people say happened on a day',
    onlyInJson: ['limit', 'after'],
    query: recordedOf,
    tables: {},
  }),
  dataQuality: question({
    path: '/v1/data-quality',
    rows: 'one row per check: how many items make the charts doubtful',
    query: rangeOf,
    tables: { 'Data quality': {} },
  }),
  dataQualityFindings: question({
    path: '/v1/data-quality/findings',
    rows: 'one row per finding: item, queue, instant and what is odd',
    onlyInJson: ['limit', 'after'],
    query: rangeOf,
    tables: {},
  }),
  workItems: question({
    path: '/v1/work-items',
    rows: 'one row per open item: age, pace, blocks, and when to expect it',
    onlyInJson: ['limit', 'after'],
    query: (choices) => ({ ...presentOf(choices), measure: choices.measure, clock: choices.clock }),
    tables: { 'Open items': {} },
  }),
  slaItems: question({
    path: '/v1/sla/items',
    rows: 'items finished late, or open ones that are late or at risk',
    onlyInJson: ['limit', 'after'],
    query: (choices) => ({ ...rangeOf(choices), ...filtersOf(choices) }),
    tables: {},
  }),
  queues: question({
    path: '/v1/queues',
    rows: 'one row per queue: what is in it now, and its limit',
    query: ({ stream, at, asOf }) => ({ stream, at, asOf }),
    tables: { 'Queues now': {} },
  }),
  auditLog: question({
    path: '/v1/audit-log',
    rows: 'every entry, move and departure',
    onlyInJson: ['limit', 'after'],
    query: recordedOf,
    tables: {},
  }),
};

export type QuestionName = keyof typeof questions;

/** The title of a table of a report. */
export type TableTitle = { [Name in QuestionName]: keyof (typeof questions)[Name]['tables'] }[QuestionName];
