import type { SlaAnswer, TableTitle } from '@kanban/api';
import {
  type Chart,
  type ChartTable,
  chartsOfReport,
  cumulativeFlow,
  formatCount,
  type ItemList,
  type ItemRows,
  type KeyFigure,
  keyFigures,
  type Look,
  misses,
  outlook,
  zonedDates,
} from '@kanban/charts';
import type { TopLevelSpec } from 'vega-lite';
import { daysOf } from './ask/period.ts';
import type { Answers, FigureAnswers, ReportData } from './ask/report-data.ts';

/** One number of the period beside the same of the period before. */
export interface FigureRow extends KeyFigure {
  /** Null: there is none, as it is a number of now. */
  readonly before: string | null;
}

/** A chart with everything said about it, made for one answer. */
export interface Section {
  readonly id: string;
  readonly question: string;
  readonly subtitle: string;
  /** For who does not see the picture. */
  readonly summary: string;
  /** Why there is no picture; null when there is one. */
  readonly nothing: string | null;
  readonly table: ChartTable;
  spec(look: Look): TopLevelSpec;
  /** Titles of the CSVs with its numbers. */
  readonly csvs: readonly TableTitle[];
}

export interface Listing extends ItemRows {
  /** The title of the CSV with its rows. */
  readonly csv: TableTitle;
  readonly id: string;
  readonly question: string;
  readonly emptyText: string;
}

/** Whether the stream has never held anything by the end of the period. */
export function isEmptyReport({ charts }: ReportData): boolean {
  return cumulativeFlow.isEmpty(charts.cumulativeFlow);
}

/** The numbers of the report, most wanted first. */
export function figureRows({ period, figures, figuresBefore, queues }: ReportData): FigureRow[] {
  const pair = (figure: (answers: FigureAnswers, earlier?: FigureAnswers) => KeyFigure): FigureRow => {
    const row = figure(figures, figuresBefore);
    const verdict = row.change?.direction === 'better' || row.change?.direction === 'worse';
    const before = figure(figuresBefore).value;
    return { ...row, before: verdict ? `${before}, now ${row.change?.direction}` : before };
  };
  const isWeek = !period.from.includes('T') && daysOf(period.from, period.to) === 7;
  return [
    pair((answers) => ({
      label: 'Items finished',
      value: formatCount(answers.throughput.total),
      note: '',
    })),
    ...(isWeek
      ? []
      : [
          pair((answers, earlier) => ({
            ...keyFigures.perWeek(answers.throughput, earlier?.throughput),
            note: '',
          })),
        ]),
    pair(({ leadTime }, earlier) => keyFigures.median(leadTime, earlier?.leadTime)),
    pair(({ leadTime }, earlier) => keyFigures.percentile85(leadTime, earlier?.leadTime)),
    pair((answers, earlier) => keyFigures.inTime(answers.sla, earlier?.sla)),
    { ...keyFigures.workInProgress(queues), before: null },
  ];
}

/** The charts of the report, each with the table of its numbers; a table that two charts share goes with the first. */
export function sectionsOf({ charts, queues }: ReportData): Section[] {
  const answers: Answers = { ...charts, queues };
  return chartsOfReport.map((chart, place) => {
    const answer = answers[chart.asks];
    if (!answer) return withoutAnswer(chart, charts.problems[chart.asks] ?? '');
    const { table } = chart.csv;
    const isFirst = chartsOfReport.findIndex(({ csv }) => csv.table === table) === place;
    return sectionOf(chart, answer, isFirst ? [table] : []);
  });
}

/** Items whose promise was broken in the period; and open items that are late or in danger of it now. */
export function listingsOf({ figures, charts }: ReportData): Listing[] {
  return [
    ...(figures.sla === null ? [] : [listingOf(misses, figures.sla)]),
    ...(charts.sla === null ? [] : [listingOf(outlook, charts.sla)]),
  ];
}

function listingOf(list: ItemList, answer: SlaAnswer): Listing {
  const { id, question, emptyText, csv } = list;
  return { id, question, emptyText, csv: csv.table, ...list.read(answer) };
}

/** Whether the charts show more than the period that the figures and the lists are of. */
export function chartsMore({ charted, period }: ReportData): boolean {
  return charted.name !== period.name;
}

/** When the report was made, in its zone. */
export function madeAt({ madeAt: instant, timeZone }: ReportData): string {
  return zonedDates(timeZone).dateTime(instant);
}

function sectionOf(
  chart: Chart,
  answer: { readonly timeZone: string },
  csvs: readonly TableTitle[],
): Section {
  const isEmpty = chart.isEmpty(answer);
  const moment = chart.momentOf?.(answer);
  const when = moment === undefined ? '' : ` (${zonedDates(answer.timeZone).dateTime(moment)})`;
  return {
    id: chart.id,
    question: chart.question,
    subtitle: isEmpty ? '' : chart.subtitle(answer) + when,
    summary: isEmpty ? chart.emptyText : chart.summary(answer),
    nothing: isEmpty ? chart.emptyText : null,
    table: chart.table(answer),
    spec: (look) => chart.spec(answer, look),
    csvs,
  };
}

function withoutAnswer({ id, question }: Chart, problem: string): Section {
  return {
    id,
    question,
    subtitle: '',
    summary: problem,
    nothing: problem,
    table: { columns: [], rows: [] },
    spec: () => {
      throw new Error('There is nothing to draw');
    },
    csvs: [],
  };
}
