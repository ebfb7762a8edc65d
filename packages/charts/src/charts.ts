import { ageing } from './ageing.ts';
import { blockedCauses } from './blocked-causes.ts';
import type { Chart } from './chart.ts';
import { cumulativeFlow } from './cumulative-flow.ts';
import { flowWip } from './flow-wip.ts';
import { forecastBacktest } from './forecast-backtest.ts';
import { forecastHowMany } from './forecast-how-many.ts';
import { forecastWhen } from './forecast-when.ts';
import { leadTimeDistribution } from './lead-time-distribution.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { processBehaviour } from './process-behaviour.ts';
import { queuesNow } from './queues-now.ts';
import { sla } from './sla.ts';
import { slaBudget } from './sla-budget.ts';
import { throughput } from './throughput.ts';
import { timeInQueue } from './time-in-queue.ts';

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

/** Charts of questions that neither asks yet. */
export const chartsOfAnalytics: readonly Chart[] = [
  ageing,
  forecastHowMany,
  forecastWhen,
  forecastBacktest,
  flowWip,
  timeInQueue,
  blockedCauses,
  processBehaviour,
  slaBudget,
];
