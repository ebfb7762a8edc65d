import type { AnswerTo } from '@kanban/api';
import type { CsvTable } from '../../answer/csv.ts';
import { tableOf } from '../../answer/table.ts';

type BacktestAnswer = Pick<AnswerTo<'/v1/forecast/backtest'>, 'calibration' | 'origins'>;

/** How the file of a list is named, and its zone. */
type NameCsv = (what: string) => Pick<CsvTable, 'name' | 'timeZone'>;

const CALIBRATION = [
  'percentile',
  'hits',
  'origins',
  'hitShare',
  'hitIntervalFrom',
  'hitIntervalTo',
  'promisedShare',
  'verdict',
] as const;

/** The lists of a backtest, each as a table of its own: `rows` says which. */
export const backtestTables = {
  calibration: ({ calibration }: BacktestAnswer, csvOf: NameCsv): CsvTable =>
    tableOf(
      csvOf('forecast-calibration'),
      CALIBRATION,
      calibration.map(({ hitInterval, ...each }) => ({
        ...each,
        hitIntervalFrom: hitInterval?.[0],
        hitIntervalTo: hitInterval?.[1],
      })),
    ),

  /** A row an origin; two columns a percentile: what was promised, and how surely. */
  origins: ({ calibration, origins }: BacktestAnswer, csvOf: NameCsv): CsvTable => ({
    ...csvOf('forecast-origins'),
    columns: [
      'date',
      'happened',
      ...calibration.flatMap(({ percentile }) => [`p${percentile}`, `p${percentile}Probability`]),
    ],
    rows: origins.map(({ date, happened, promised }) => [
      date,
      happened,
      ...calibration.flatMap(({ percentile }) => {
        const answer = promised.find((each) => each.percentile === percentile);
        return [answer?.value, answer?.probability];
      }),
    ]),
  }),
};
