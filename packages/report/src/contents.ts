import type { SlaAnswer, TableTitle } from '@kanban/api';
import {
  attentionList,
  type Chart,
  type ChartTable,
  changesWords,
  chartsOfReport,
  cumulativeFlow,
  flowFigures,
  type ItemList,
  type ItemRows,
  type KeyFigure,
  keyFigures,
  knownAsOf,
  type Look,
  misses,
  outlook,
  zonedDates,
} from '@kanban/charts';
import type { TopLevelSpec } from 'vega-lite';
import type { Answers, ReportData } from './ask/report-data.ts';

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
  /** The answer to it in words, where pages have one. */
  readonly summary: string;
  /** What its lines are about. */
  readonly first: string;
  /** The lines as sentences, where these say it all: a table of them would be too wide for a plain text. */
  readonly sentences: readonly string[] | null;
  readonly emptyText: string;
}

/** Whether the stream has never held anything by the end of the period. */
export function isEmptyReport({ charts }: ReportData): boolean {
  return cumulativeFlow.isEmpty(charts.cumulativeFlow);
}

/** The numbers of the report as the pages show them, each compared with the period before. */
export function figuresOf({ figures: now, figuresBefore: before, queues }: ReportData): KeyFigure[] {
  return [
    keyFigures.perWeek(now.throughput, before.throughput),
    keyFigures.median(now.leadTime, before.leadTime),
    keyFigures.percentile85(now.leadTime, before.leadTime),
    keyFigures.inTime(now.sla, before.sla),
    flowFigures.openLate(now.sla),
    keyFigures.workInProgress(queues),
  ];
}

/** The charts of the report, each with the table of its numbers; a table that two charts share goes with the first. */
export function sectionsOf({ charts, chartsBefore, queues }: ReportData): Section[] {
  const answers: Answers = { ...charts, queues };
  const before: Answers = chartsBefore;
  return chartsOfReport.map((chart, place) => {
    const answer = answers[chart.asks];
    if (!answer) return withoutAnswer(chart, charts.problems[chart.asks] ?? '');
    const { table } = chart.csv;
    const isFirst = chartsOfReport.findIndex(({ csv }) => csv.table === table) === place;
    return sectionOf(chart, answer, before[chart.asks], isFirst ? [table] : []);
  });
}

/** What happened in the period, in a sentence. */
export function changesOf({ changes }: ReportData): string | null {
  return changes === null ? null : `What happened: ${changesWords(changes)}`;
}

/** What to talk about now, the most serious first; none where nothing can be judged. */
export function attentionOf({ attention }: ReportData): Listing[] {
  if (attention === null) return [];
  const { id, question, csv, first, summary, rows } = attentionList;
  const words = summary(attention);
  const told = rows(attention);
  const lines = told.map(({ reference, name, cells: [why = '', says = '', when = ''], isLate }) => {
    const about = reference ?? name;
    // Its name stands before the sentence that begins with it.
    const shortDesc = says.startsWith(`${about} `) ? says.slice(about.length + 1) : says;
    return { reference: about, shortDesc, cells: [why, when], isLate };
  });
  return [
    {
      ...{ id, question, csv: csv.table, first, columns: ['Why', 'When'], rows: lines },
      ...{ summary: words, emptyText: words, subtitle: '' },
      sentences: told.map(({ cells: [why, says] }) => `${says} (${why})`),
    },
  ];
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
  return {
    id,
    question,
    summary: '',
    first: 'Item',
    sentences: null,
    emptyText,
    csv: csv.table,
    ...list.read(answer),
  };
}

/** Whether the charts show more than the period that the figures and the lists are of. */
export function chartsMore({ charted, period }: ReportData): boolean {
  return charted.name !== period.name;
}

/** When the report was made, in its zone. */
export function madeAt({ madeAt: instant, timeZone }: ReportData): string {
  return zonedDates(timeZone).dateTime(instant);
}

/** As of when its figures are known, as the API takes it. */
export function asOf({ figures: { leadTime, throughput, sla }, charts }: ReportData): string {
  return knownAsOf([leadTime, throughput, sla, charts.cumulativeFlow]) ?? '';
}

function sectionOf(
  chart: Chart,
  answer: { readonly timeZone: string },
  before: { readonly timeZone: string } | null | undefined,
  csvs: readonly TableTitle[],
): Section {
  const isEmpty = chart.isEmpty(answer);
  const moment = chart.momentOf?.(answer);
  const when = moment === undefined ? '' : ` (${zonedDates(answer.timeZone).dateTime(moment)})`;
  return {
    id: chart.id,
    question: chart.question,
    subtitle: isEmpty ? '' : chart.subtitle(answer) + when,
    summary: isEmpty ? chart.emptyText : chart.summary(answer, before),
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
