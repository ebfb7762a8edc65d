export * from './channels.ts';
export * from './jobs.ts';
export * from './topics.ts';
