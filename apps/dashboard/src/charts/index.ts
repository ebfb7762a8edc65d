export type { Chart, ChartTable, Tip } from './chart.ts';
export { cumulativeFlow } from './cumulative-flow.ts';
export { leadTimeDistribution } from './lead-time-distribution.ts';
export { leadTimeScatter } from './lead-time-scatter.ts';
export { queuesNow } from './queues-now.ts';
export { sla } from './sla.ts';
export { throughput } from './throughput.ts';
