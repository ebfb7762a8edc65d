export type * from './answers.ts';
export type { AppType } from './app-type.ts';
export type { Problem } from './contract/problem.ts';
export type { AnswerTo, Path, QueryOf } from './paths.ts';
