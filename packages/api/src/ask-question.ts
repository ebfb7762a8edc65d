import type { Asked, Client, Received } from './client/client.ts';
import type { Path, QueryOf } from './paths.ts';
import { type Choices, type Question, type QuestionName, questions, type TableTitle } from './questions.ts';

type PathOf<Name extends QuestionName> = (typeof questions)[Name]['path'];

/** What a question is answered with. */
export type AnswerToQuestion<Name extends QuestionName> = Received<PathOf<Name>>;

/** How a CSV is written: see the parameters of the API. */
export type CsvDialect = Pick<QueryOf<Path>, 'bom' | 'separator' | 'decimal'>;

/** Parameters that a question does not send by itself. */
export type Extra = Readonly<Record<string, string>>;

/** Asks a question of the list. Throws ApiFailure. */
export function askQuestion<Name extends QuestionName>(
  client: Client,
  name: Name,
  choices: Choices,
  signal?: AbortSignal,
  extra: Extra = {},
): Promise<AnswerToQuestion<Name>> {
  const { path, query }: Question<PathOf<Name>> = questions[name];
  return client.ask(path, { ...query(choices), ...extra } as Asked<PathOf<Name>>, signal);
}

/** Where the answer to a question is; the same address, the same question. */
export function questionAddress(
  client: Client,
  name: QuestionName,
  choices: Choices,
  extra: Extra = {},
): string {
  const { path, query }: Question<Path> = questions[name];
  return client.addressOf(path, { ...query(choices), ...extra } as Asked<Path>);
}

/** Where a table is as CSV: what changes nothing in it is not asked for. */
export function tableAddress(
  client: Client,
  title: TableTitle,
  choices: Choices,
  dialect: CsvDialect,
  extra: Extra = {},
): string {
  const asked: Question<Path>[] = Object.values(questions);
  const { path, query, tables, onlyInJson } = asked.find(
    (question) => title in question.tables,
  ) as Question<Path>;
  const told = Object.entries({ ...query(choices), ...tables[title], ...extra });
  return client.addressOf(path, {
    ...Object.fromEntries(told.filter(([name]) => !onlyInJson.includes(name))),
    format: 'csv',
    ...dialect,
  } as Asked<Path>);
}
