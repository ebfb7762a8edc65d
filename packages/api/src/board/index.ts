export { type BoardClient, type CallOptions, createBoardClient } from './client.ts';
export type { BoardProblem, Refusal } from './contract/problem.ts';
export { type BoardAnswer, type Given, type Operation, operations } from './operations.ts';
