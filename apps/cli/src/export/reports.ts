/** A parameter of the API that a report takes besides the common ones, as the option of the command. */
export interface ReportOption {
  /** As commander reads it. */
  readonly flags: string;
  readonly description: string;
  /** The name in the API's query. */
  readonly parameter: string;
}

export interface Report {
  readonly name: string;
  readonly description: string;
  readonly options: readonly ReportOption[];
}

const interval: ReportOption = {
  flags: '--interval <interval>',
  description: 'hour, day, week or month (default: day)',
  parameter: 'interval',
};

/** What every report takes. Values are checked by the API, which says what is allowed. */
export const commonOptions: readonly ReportOption[] = [
  { flags: '--stream <name>', description: 'the value stream (default: main)', parameter: 'stream' },
  { flags: '--from <date>', description: 'first day, or an instant', parameter: 'from' },
  { flags: '--to <date>', description: 'last day, or the instant before which it ends', parameter: 'to' },
  {
    flags: '--time-zone <zone>',
    description: "IANA zone of the days (default: the stream's)",
    parameter: 'timeZone',
  },
  {
    flags: '--separator <separator>',
    description: 'comma, semicolon or tab between the cells (default: comma)',
    parameter: 'separator',
  },
  {
    flags: '--decimal <mark>',
    description: 'point or comma in numbers (default: point); comma needs another separator',
    parameter: 'decimal',
  },
];

/** Named like the API's paths. */
export const reports: readonly Report[] = [
  {
    name: 'lead-time',
    description: 'one row a finished item, with its lead or cycle time and where the time went',
    options: [
      { flags: '--measure <measure>', description: 'lead or cycle (default: lead)', parameter: 'measure' },
      {
        flags: '--start-queue <name>',
        description: 'start the clock at or beyond this queue',
        parameter: 'startQueue',
      },
      { flags: '--end-queue <name>', description: 'stop it at or beyond this queue', parameter: 'endQueue' },
      {
        flags: '--day-count <how>',
        description: 'exact or inclusive (default: exact)',
        parameter: 'dayCount',
      },
      { flags: '--type <type>', description: 'only items of this type', parameter: 'type' },
      {
        flags: '--class-of-service <class>',
        description: 'only items of this class',
        parameter: 'classOfService',
      },
    ],
  },
  {
    name: 'cumulative-flow',
    description: 'one row an interval: what was in each queue at its end',
    options: [
      interval,
      {
        flags: '--policy <policy>',
        description: 'occupancy or highWater (default: occupancy)',
        parameter: 'policy',
      },
    ],
  },
  {
    name: 'sla',
    description: 'hits and misses an interval, or the items behind them',
    options: [
      interval,
      {
        flags: '--rows <rows>',
        description: 'intervals, misses or open (default: intervals)',
        parameter: 'rows',
      },
    ],
  },
  { name: 'throughput', description: 'finished items an interval', options: [interval] },
  {
    name: 'audit-log',
    description: 'every entry, move and departure',
    options: [{ flags: '--reference <reference>', description: 'only this item', parameter: 'reference' }],
  },
];
