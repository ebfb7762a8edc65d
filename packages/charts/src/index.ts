export { ageing } from './ageing.ts';
export { type Behind, type BehindList, behind } from './behind.ts';
export { blockedCauses } from './blocked-causes.ts';
export { blockedMap } from './blocked-map.ts';
export type { Chart, ChartColumn, ChartTable, Csv, Tip } from './chart.ts';
export { chartsOfReport } from './charts.ts';
export { colourRule, TONES } from './colours.ts';
export { cumulativeFlow } from './cumulative-flow.ts';
export { dataQuality } from './data-quality.ts';
export { flowFigures } from './flow-figures.ts';
export { flowWip } from './flow-wip.ts';
export { forecastBacktest } from './forecast-backtest.ts';
export { forecastCalendar } from './forecast-calendar.ts';
export { FAN, forecastFan } from './forecast-fan.ts';
export { formatDay, isCalendarDate } from './format/calendar-dates.ts';
export { formatDuration } from './format/durations.ts';
export { intervalName } from './format/interval-names.ts';
export { formatCount } from './format/numbers.ts';
export { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
export { type ItemList, type ItemRow, type ItemRows, misses, outlook } from './item-lists.ts';
export { type KeyFigure, keyFigures } from './key-figures.ts';
export { leadTimeDistribution } from './lead-time-distribution.ts';
export { leadTimeScatter } from './lead-time-scatter.ts';
export { fileLook, type Look, screenLook } from './look.ts';
export { netFlow } from './net-flow.ts';
export { BEHAVIOUR_FAMILIES, processBehaviourOf } from './process-behaviour.ts';
export { AVERAGE_THROUGHPUT, provenance } from './provenance.ts';
export { QUEUE_TIME_PERCENTILES, queueTimes } from './queue-times.ts';
export { queuesNow } from './queues-now.ts';
export { sla } from './sla.ts';
export { slaBudget } from './sla-budget.ts';
export { stability } from './stability.ts';
export { suitableIntervals } from './suitable-intervals.ts';
export { throughput } from './throughput.ts';
export { throughputHistogram } from './throughput-histogram.ts';
export { timeInQueue } from './time-in-queue.ts';
export { totalAge } from './total-age.ts';
export { attentionKind, attentionWords } from './words/attention.ts';
export { changeName, changesWords } from './words/changes.ts';
export {
  blockedForMs,
  blockedItems,
  blockedWords,
  openOutlookWords,
  stateWords,
} from './words/open-items.ts';
export { checkWords, stabilityWords } from './words/stability.ts';
export { streamsWords } from './words/streams.ts';
