import type {
  CsvDialect,
  CumulativeFlowAnswer,
  FlowPolicy,
  LeadTimeAnswer,
  Measure,
  QuestionName,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import type { AttentionAnswer, ChangesAnswer } from '@kanban/charts';
import type { CsvFile } from './csv-file.ts';

/** What a report is asked to be about. What is left out is for the API to choose. */
export interface ReportRequest {
  readonly stream: string;
  /** Local dates, both included, or instants, half open: as the API reads them. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly policy?: FlowPolicy | undefined;
  readonly measure?: Measure | undefined;
  /** The first local date of the charts, when they are to show more than the range; the lists and CSVs go with them. */
  readonly chartsFrom?: string | undefined;
  /** A CSV with more bytes than this is left out; 50 MB by default. */
  readonly mostCsvBytes?: number | undefined;
  /** As spreadsheets of the readers' country have it; commas and decimal points by default. */
  readonly separator?: CsvDialect['separator'];
  readonly decimal?: CsvDialect['decimal'];
}

/** A range as a person reads and as the API is asked: first and last local date, or two instants. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** `Week 47, 16 Nov 2026 to 22 Nov 2026` */
  readonly name: string;
}

export type Problems = { readonly [Name in QuestionName]?: string };

/** Answers by their questions; null if the API has none, because the calendar has no working time. */
export type Answers = { readonly [Name in QuestionName]?: { readonly timeZone: string } | null };

/** What the figures of a range are made of. */
export interface FigureAnswers {
  readonly leadTime: LeadTimeAnswer;
  readonly throughput: ThroughputAnswer;
  /** Null: the API cannot judge, as the working hours leave no time. */
  readonly sla: SlaAnswer | null;
  /** Why an answer is null, in the API's words. */
  readonly problems: Problems;
}

/** Everything a report is made of, as the API answered it: a report computes no metric. */
export interface ReportData {
  readonly stream: string;
  readonly timeZone: string;
  /** An instant. */
  readonly madeAt: string;
  readonly period: Period;
  readonly figures: FigureAnswers;
  /** As long as the period and right before it. */
  readonly before: Period;
  readonly figuresBefore: FigureAnswers;
  /** What the charts show: the period, or more. */
  readonly charted: Period;
  readonly charts: Answers & FigureAnswers & { readonly cumulativeFlow: CumulativeFlowAnswer };
  /** As long as what the charts show and right before it; what they are compared with. */
  readonly chartedBefore: Period;
  readonly chartsBefore: FigureAnswers;
  readonly queues: QueuesAnswer;
  /** What stands out now, and what happened in the period; null: nothing can be judged, as for `sla`. */
  readonly attention: AttentionAnswer | null;
  readonly changes: ChangesAnswer | null;
  readonly csvs: readonly CsvFile[];
}
