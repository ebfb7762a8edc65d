export * from './aligned.ts';
export * from './defused.ts';
export * from './duration.ts';
export * from './of-hundred.ts';
export * from './one-line.ts';
export * from './wrapped.ts';
