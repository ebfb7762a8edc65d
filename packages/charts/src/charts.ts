import { ageing } from './ageing.ts';
import type { Chart } from './chart.ts';
import { cumulativeFlow } from './cumulative-flow.ts';
import { leadTimeDistribution } from './lead-time-distribution.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { queuesNow } from './queues-now.ts';
import { sla } from './sla.ts';
import { throughput } from './throughput.ts';

/** The charts of the dashboard, in its order. */
export const chartsOfPage: readonly Chart[] = [
  cumulativeFlow,
  queuesNow,
  leadTimeScatter,
  leadTimeDistribution,
  throughput,
  sla,
];

/** The charts of a report, in its order. */
export const chartsOfReport: readonly Chart[] = [
  cumulativeFlow,
  throughput,
  leadTimeScatter,
  leadTimeDistribution,
  sla,
  queuesNow,
];

/** Charts of answers that no page asks for yet. */
export const chartsToCome: readonly Chart[] = [ageing];
