export type * from './answers.ts';
export {
  type AnswerToQuestion,
  askQuestion,
  type CsvDialect,
  type Extra,
  questionAddress,
  tableAddress,
} from './ask-question.ts';
export { type Client, createClient, type Received } from './client/client.ts';
export { ApiFailure, brokenOff, type FailureReason } from './client/failure.ts';
export { type ApiAccess, authorization } from './client/request.ts';
export type { Problem } from './contract/problem.ts';
export type { AnswerTo, Path, QueryOf } from './paths.ts';
export {
  type Choices,
  type Question,
  type QuestionName,
  questions,
  type TableTitle,
  USUAL_MEASURE,
} from './questions.ts';
