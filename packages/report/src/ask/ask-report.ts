import { type ApiAccess, ApiFailure, createClient, USUAL_MEASURE } from '@kanban/api';
import { periodOf, rangeBefore } from './period.ts';
import { createQuestions } from './questions.ts';
import type { ReportData, ReportRequest } from './report-data.ts';

/** Called with each step, for a person who waits. */
export type OnStep = (what: string) => void;

const MOST_CSV_BYTES = 50_000_000;

/**
 * Reads everything that a report shows from the metrics API, with the questions of the dashboard, so both have the same
 * figures. Throws ApiFailure; for an unknown stream with the names of the existing ones.
 */
export async function askReport(
  api: ApiAccess,
  request: ReportRequest,
  onStep: OnStep = () => {},
): Promise<ReportData> {
  const {
    stream,
    policy = 'occupancy',
    measure = USUAL_MEASURE,
    chartsFrom,
    mostCsvBytes = MOST_CSV_BYTES,
    separator,
    decimal,
  } = request;
  const questions = createQuestions(createClient(api), { stream, policy, measure });
  const isOfDates = ![request.from, request.to].some((bound) => bound?.includes('T'));

  onStep('Asking for the figures');
  const resolved = await questions.resolve(request).catch(async (error: unknown) => {
    throw isUnknownStream(error) ? await unknownStream(error, questions) : error;
  });
  const { timeZone } = resolved;
  const period = periodOf(resolved, isOfDates);
  const range = { from: period.from, to: period.to, timeZone };
  const figures = await questions.figures(range);
  const present = await questions.present(range);
  const figuresBefore = await questions.figures({ ...rangeBefore(period, isOfDates), timeZone });

  onStep('Asking for the charts');
  const isLonger = isOfDates && chartsFrom !== undefined && chartsFrom < period.from;
  const charted = isLonger ? { ...range, from: chartsFrom } : range;
  const charts = isLonger ? await questions.figures(charted) : figures;
  const chartedPeriod = periodOf(charts.throughput, isOfDates);
  const chartsBefore = isLonger
    ? await questions.figures({ ...rangeBefore(chartedPeriod, isOfDates), timeZone })
    : figuresBefore;
  const cumulativeFlow = await questions.cumulativeFlow(charted);
  const queues = await questions.queues(charted);
  const others = await questions.others(charted, { ...charts, cumulativeFlow, queues });
  const problems = { ...charts.problems, ...others.problems };

  onStep('Asking for the tables');
  return {
    stream,
    timeZone,
    madeAt: new Date().toISOString(),
    period,
    figures,
    before: periodOf(figuresBefore.throughput, isOfDates),
    figuresBefore,
    charted: chartedPeriod,
    chartedBefore: periodOf(chartsBefore.throughput, isOfDates),
    chartsBefore,
    charts: { ...others.answers, ...charts, cumulativeFlow, problems },
    queues,
    ...present,
    csvs: await questions.csvs(charted, problems, { separator, decimal }, mostCsvBytes),
  };
}

function isUnknownStream(error: unknown): error is ApiFailure {
  return error instanceof ApiFailure && error.problem?.status === 404;
}

async function unknownStream(
  refusal: ApiFailure,
  questions: { streams(): Promise<string[]> },
): Promise<ApiFailure> {
  const names = await questions.streams();
  return new ApiFailure(
    'refused',
    `${refusal.problem?.detail ?? refusal.message} There are: ${names.join(', ')}.`,
  );
}
