import { ageing } from './ageing.ts';
import { blockedCauses } from './blocked-causes.ts';
import { blockedMap } from './blocked-map.ts';
import type { Chart } from './chart.ts';
import { cumulativeFlow } from './cumulative-flow.ts';
import { dataQuality } from './data-quality.ts';
import { flowWip } from './flow-wip.ts';
import { forecastBacktest } from './forecast-backtest.ts';
import { forecastCalendar } from './forecast-calendar.ts';
import { forecastFan } from './forecast-fan.ts';
import { forecastHowMany } from './forecast-how-many.ts';
import { forecastWhen } from './forecast-when.ts';
import { leadTimeDistribution } from './lead-time-distribution.ts';
import { leadTimeGroups } from './lead-time-groups.ts';
import { leadTimeOverTime } from './lead-time-over-time.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { netFlow } from './net-flow.ts';
import { processBehaviourOf } from './process-behaviour.ts';
import { queueTimes } from './queue-times.ts';
import { queuesNow } from './queues-now.ts';
import { sla } from './sla.ts';
import { slaBudget } from './sla-budget.ts';
import { stability } from './stability.ts';
import { throughput } from './throughput.ts';
import { throughputHistogram } from './throughput-histogram.ts';
import { timeInQueue } from './time-in-queue.ts';
import { totalAge } from './total-age.ts';

/** The charts of a report, in its order. */
export const chartsOfReport: readonly Chart[] = [
  cumulativeFlow,
  throughput,
  leadTimeScatter,
  leadTimeDistribution,
  leadTimeOverTime,
  sla,
  ageing,
  queuesNow,
];

/** Those that only pages draw. */
export const chartsOfAnalytics: readonly Chart[] = [
  forecastHowMany,
  forecastWhen,
  forecastBacktest,
  flowWip,
  netFlow,
  totalAge,
  throughputHistogram,
  queueTimes,
  leadTimeGroups,
  blockedMap,
  timeInQueue,
  blockedCauses,
  processBehaviourOf('cycleTime'),
  dataQuality,
  forecastCalendar,
  forecastFan,
  stability,
  slaBudget,
];
