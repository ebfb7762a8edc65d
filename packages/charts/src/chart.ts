import type { QuestionName, TableTitle } from '@kanban/api';
import type { TopLevelSpec } from 'vega-lite';
import type { Look } from './look.ts';

/** One chart: pure functions of an answer of the API. */
export interface Chart<Answer = unknown> {
  /** Also the name in addresses and of downloaded pictures. */
  readonly id: string;
  /** The question whose answer it draws, and the table with its numbers. */
  readonly asks: QuestionName;
  readonly csv: Csv;
  /** What the chart answers, as a person asks it. */
  readonly question: string;
  /** What is drawn, with its unit. */
  subtitle(answer: Answer): string;
  /** For a chart that shows a moment instead of the range: when. */
  momentOf?(answer: Answer): string;
  /** On a page, in CSS pixels. */
  readonly height: number;
  isEmpty(answer: Answer): boolean;
  /** Whether there are too many items to be drawn one by one. */
  isCounted?(answer: Answer): boolean;
  /** What there is none of, as a sentence. */
  readonly emptyText: string;
  /** The answer to the question in words, the first line of its card; with `before`, compared with another range. */
  summary(answer: Answer, before?: Answer | null): string;
  spec(answer: Answer, look: Look): TopLevelSpec;
  /** The numbers drawn. */
  table(answer: Answer): ChartTable;
}

export interface Csv {
  readonly table: TableTitle;
  /** What is in it, in `Download … as CSV`. */
  readonly words: string;
}

export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly string[])[];
  /** What each row leads to: see `behind`; null: nothing. */
  readonly behind?: readonly (string | null)[];
}

export interface ChartColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** References of work items. */
  readonly isItem?: boolean;
  /** May be long. */
  readonly isText?: boolean;
}

/** Lines of a tooltip: a name and a value; without a name, a heading. */
export type Tip = readonly (readonly [name: string, value: string])[];

/** The address of an axis title: above the axis, to be read without turning the head. */
export const TITLE_ABOVE = {
  titleAngle: 0,
  titleAlign: 'left',
  titleAnchor: 'end',
  titleBaseline: 'bottom',
  titleY: -10,
} as const;
