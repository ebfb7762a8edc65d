export * from './analytics-board.ts';
export * from './histories.ts';
export * from './naive-calendar.ts';
export * from './naive-flow.ts';
export * from './naive-fold.ts';
export * from './naive-lead-time.ts';
export * from './naive-sla.ts';
export * from './naive-working-time.ts';
