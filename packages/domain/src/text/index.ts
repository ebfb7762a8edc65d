export * from './aligned.ts';
export * from './defused.ts';
export * from './one-line.ts';
export * from './wrapped.ts';
