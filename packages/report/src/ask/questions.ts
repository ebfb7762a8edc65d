import type {
  AppType,
  CumulativeFlowAnswer,
  FlowPolicy,
  LeadTimeAnswer,
  Measure,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
  ValueStreamsAnswer,
} from '@kanban/api';
import { suitableIntervals, zonedDates } from '@kanban/charts';
import { hc } from 'hono/client';
import { type ApiAccess, createFetch, json, Refusal } from './ask-api.ts';
import { type CsvFile, readCsv } from './csv-file.ts';
import { daysOf } from './period.ts';
import type { FigureAnswers } from './report-data.ts';

/** A range as the API takes it; what is left out is its default. */
export interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timeZone?: string | undefined;
}

interface Choices {
  readonly stream: string;
  readonly policy: FlowPolicy;
  readonly measure: Measure;
}

/** The questions of the dashboard, one stream and policy for all of them. Each throws ReportFailed. */
export function createQuestions(api: ApiAccess, { stream, policy, measure }: Choices) {
  const ask = createFetch(api);
  const routes = hc<AppType>(api.url, { fetch: ask }).v1;
  const queryOf = ({ from, to, timeZone }: Range) => ({
    stream,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(timeZone === undefined ? {} : { timeZone }),
  });

  async function throughput(range: Range, interval: 'hour' | 'day' | 'week' | 'month') {
    const response = await routes.throughput.$get({ query: { ...queryOf(range), interval } });
    const answer = await json<Omit<ThroughputAnswer, 'answeredAtMs'>>(response);
    return { ...answer, answeredAtMs: Date.now() };
  }

  /** A calendar without working time lets nothing be judged; all else can still be told. */
  async function sla(
    range: Range,
    interval: 'hour' | 'day' | 'week' | 'month',
  ): Promise<{ sla: SlaAnswer | null; slaProblem: string | null }> {
    try {
      const response = await routes.sla.$get({ query: { ...queryOf(range), interval } });
      return { sla: await json<SlaAnswer>(response), slaProblem: null };
    } catch (error) {
      if (error instanceof Refusal && error.status === 409) return { sla: null, slaProblem: error.message };
      throw error;
    }
  }

  return {
    /** The names of all streams. */
    async streams(): Promise<string[]> {
      const response = await routes['value-streams'].$get({ query: {} });
      const { valueStreams } = await json<ValueStreamsAnswer>(response);
      return valueStreams.map(({ name }) => name);
    },

    /** What a range means: two instants and a zone. */
    async resolve(range: Range): Promise<{ from: string; to: string; timeZone: string }> {
      return throughput(range, 'month');
    },

    async figures(range: Required<Range> & { from: string; to: string }): Promise<FigureAnswers> {
      const { bars } = intervalsOf(range);
      const [leadTime, finished, promises] = await Promise.all([
        routes['lead-time']
          .$get({ query: { ...queryOf(range), measure } })
          .then((response) => json<LeadTimeAnswer>(response)),
        throughput(range, bars),
        sla(range, bars),
      ]);
      return { leadTime, throughput: finished, ...promises };
    },

    async cumulativeFlow(range: Range & { from: string; to: string }): Promise<CumulativeFlowAnswer> {
      const interval = intervalsOf(range).points;
      const query = { ...queryOf(range), policy, interval };
      return json<CumulativeFlowAnswer>(await routes['cumulative-flow'].$get({ query }));
    },

    async queues(): Promise<QueuesAnswer> {
      return json<QueuesAnswer>(await routes.queues.$get({ query: { stream } }));
    },

    /** The tables behind the charts, of at most so many bytes each. */
    async csvs(
      range: Range & { from: string; to: string },
      withSla: boolean,
      mostBytes: number,
    ): Promise<CsvFile[]> {
      const { points, bars } = intervalsOf(range);
      // People open them by a click.
      const csv = { format: 'csv', bom: 'true' } as const;
      const query = { ...queryOf(range), ...csv };
      const promises: [string, URL][] = [
        ['SLA', routes.sla.$url({ query: { ...query, interval: bars } })],
        ['Finished late', routes.sla.$url({ query: { ...query, rows: 'misses' } })],
        ['Late or at risk', routes.sla.$url({ query: { ...query, rows: 'open' } })],
      ];
      const tables: [string, URL][] = [
        [
          'Cumulative flow',
          routes['cumulative-flow'].$url({ query: { ...query, policy, interval: points } }),
        ],
        ['Lead times', routes['lead-time'].$url({ query: { ...query, measure } })],
        ['Throughput', routes.throughput.$url({ query: { ...query, interval: bars } })],
        ...(withSla ? promises : []),
        ['Queues now', routes.queues.$url({ query: { stream, ...csv } })],
      ];
      return Promise.all(tables.map(async ([title, url]) => readCsv(title, await ask(url), mostBytes)));
    },
  };
}

/** As the dashboard chooses them; of instants, by the dates they fall on. */
function intervalsOf({ from, to, timeZone = 'UTC' }: Range & { from: string; to: string }) {
  const dateOf = (bound: string) => (bound.includes('T') ? zonedDates(timeZone).isoDate(bound) : bound);
  return suitableIntervals(daysOf(dateOf(from), dateOf(to)));
}
