import {
  type AnswerToQuestion,
  ApiFailure,
  askQuestion,
  type Choices,
  type Client,
  type CsvDialect,
  type CumulativeFlowAnswer,
  type QuestionName,
  type QueuesAnswer,
  questions,
  type TableTitle,
  tableAddress,
} from '@kanban/api';
import { chartsOfReport, suitableIntervals, weekBefore, zonedDates } from '@kanban/charts';
import { type CsvFile, readCsv } from './csv-file.ts';
import { daysOf } from './period.ts';
import type { Answers, FigureAnswers, Problems } from './report-data.ts';

/** A range as the API takes it; what is left out is its default. */
type Range = Pick<Choices, 'from' | 'to' | 'timeZone'>;
type KnownRange = Range & { readonly from: string; readonly to: string };

type Told<Name extends QuestionName> =
  | { readonly answer: AnswerToQuestion<Name> }
  | { readonly answer: null; readonly problem: string };

/** The questions of the dashboard, one stream and policy for all of them. Each throws ApiFailure. */
export function createQuestions(client: Client, chosen: Pick<Choices, 'stream' | 'policy' | 'measure'>) {
  const choicesOf = (range: KnownRange): Choices => ({
    ...{ ...chosen, ...range, ...intervalsOf(range) },
    dayBefore: weekBefore(zonedDates(range.timeZone ?? 'UTC').isoDate(Date.now())),
  });

  /** A calendar without working time lets nothing be judged; all else can still be told. */
  async function answerOf<Name extends QuestionName>(name: Name, choices: Choices): Promise<Told<Name>> {
    try {
      return { answer: await askQuestion(client, name, choices) };
    } catch (error) {
      const isWithoutTime = error instanceof ApiFailure && error.problem?.status === 409;
      if (isWithoutTime) return { answer: null, problem: error.message };
      throw error;
    }
  }

  return {
    /** The names of all streams. */
    async streams(): Promise<string[]> {
      const { valueStreams } = await client.ask('/v1/value-streams', {});
      return valueStreams.map(({ name }) => name);
    },

    /** What a range means: two instants and a zone. */
    async resolve(range: Range): Promise<{ from: string; to: string; timeZone: string }> {
      const anyInterval = { pointInterval: 'month', barInterval: 'month' } as const;
      return askQuestion(client, 'throughput', { ...chosen, ...range, ...anyInterval });
    },

    async figures(range: KnownRange): Promise<FigureAnswers> {
      const choices = choicesOf(range);
      const [leadTime, throughput, sla] = await Promise.all([
        askQuestion(client, 'leadTime', choices),
        askQuestion(client, 'throughput', choices),
        answerOf('sla', choices),
      ]);
      const problems = sla.answer ? {} : { sla: sla.problem };
      return { leadTime, throughput, sla: sla.answer, problems };
    },

    async cumulativeFlow(range: KnownRange): Promise<CumulativeFlowAnswer> {
      return askQuestion(client, 'cumulativeFlow', choicesOf(range));
    },

    async queues(range: KnownRange): Promise<QueuesAnswer> {
      return askQuestion(client, 'queues', choicesOf(range));
    },

    /** What to talk about now, and what happened in the range. */
    async present(range: KnownRange) {
      const choices = choicesOf(range);
      const [attention, changes] = await Promise.all([
        answerOf('attention', choices),
        answerOf('changes', choices),
      ]);
      return { attention: attention.answer, changes: changes.answer };
    },

    /** What the charts of a report draw besides. */
    async others(range: KnownRange, known: Answers): Promise<{ answers: Answers; problems: Problems }> {
      const names = chartsOfReport.map(({ asks }) => asks).filter((name) => !(name in known));
      const told = await Promise.all(
        [...new Set(names)].map(async (name) => [name, await answerOf(name, choicesOf(range))] as const),
      );
      return {
        answers: Object.fromEntries(told.map(([name, { answer }]) => [name, answer])),
        problems: Object.fromEntries(
          told.flatMap(([name, each]) => (each.answer === null ? [[name, each.problem]] : [])),
        ),
      };
    },

    /** The tables with what the charts of a report draw, of at most so many bytes each. */
    async csvs(
      range: KnownRange,
      problems: Problems,
      dialect: CsvDialect,
      mostBytes: number,
    ): Promise<CsvFile[]> {
      const choices = choicesOf(range);
      const titles = Object.entries(questions)
        .filter(([name]) => isInReport(name) && !(name in problems))
        .flatMap(([, { tables }]) => Object.keys(tables) as TableTitle[]);
      const csvOf = async (title: TableTitle) => {
        // People open them by a click.
        const table = await client.table(tableAddress(client, title, choices, { ...dialect, bom: 'true' }));
        return readCsv(title, table, mostBytes);
      };
      return Promise.all(titles.map(csvOf));
    },
  };
}

function isInReport(name: string): boolean {
  return name === 'attention' || chartsOfReport.some(({ asks }) => asks === name);
}

/** As the dashboard chooses them; of instants, by the dates they fall on. */
function intervalsOf({ from, to, timeZone = 'UTC' }: KnownRange) {
  const dateOf = (bound: string) => (bound.includes('T') ? zonedDates(timeZone).isoDate(bound) : bound);
  const { points, bars } = suitableIntervals(daysOf(dateOf(from), dateOf(to)));
  return { pointInterval: points, barInterval: bars };
}
