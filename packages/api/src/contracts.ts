// The contracts of all routes. They are made with zod: a browser asks by the types of ./routes.ts and loads none of them.
export { isParameter } from './contract/query.ts';
export * from './routes/ageing.ts';
export * from './routes/audit-log.ts';
export * from './routes/cumulative-flow.ts';
export * from './routes/forecast-backtest.ts';
export * from './routes/forecast-how-many.ts';
export * from './routes/forecast-when.ts';
export * from './routes/health.ts';
export * from './routes/lead-time.ts';
export * from './routes/metrics.ts';
export * from './routes/queues.ts';
export * from './routes/sla.ts';
export * from './routes/throughput.ts';
export * from './routes/value-streams.ts';
export * from './routes/work-item.ts';
