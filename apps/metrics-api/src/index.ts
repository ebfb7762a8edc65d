export type { AppType } from './client.ts';
export type { Problem } from './contract/problem.ts';
