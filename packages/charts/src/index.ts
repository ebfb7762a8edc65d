export { formatDuration } from '@kanban/domain/text';
export { ageing } from './ageing.ts';
export { annotated, annotationWords, type Signed, signed } from './annotated.ts';
export { attentionList } from './attention-list.ts';
export { type Behind, type BehindList, behind } from './behind.ts';
export { blockedCauses } from './blocked-causes.ts';
export { blockedMap } from './blocked-map.ts';
export type { Chart, ChartColumn, ChartTable, Csv, Tip } from './chart.ts';
export { chartsOfReport } from './charts.ts';
export { colourRule, TONES } from './colours.ts';
export { cumulativeFlow } from './cumulative-flow.ts';
export { cumulativeFlowOfGroups } from './cumulative-flow-groups.ts';
export { dataQuality } from './data-quality.ts';
export { flowFigures } from './flow-figures.ts';
export { flowWip } from './flow-wip.ts';
export { forecastBacktest } from './forecast-backtest.ts';
export { forecastCalendar } from './forecast-calendar.ts';
export { FAN, forecastFan } from './forecast-fan.ts';
export { daysAfter, formatDay, isCalendarDate, weekBefore } from './format/calendar-dates.ts';
export { intervalName } from './format/interval-names.ts';
export { countOf } from './format/numbers.ts';
export { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
export { type ItemList, type ItemRow, type ItemRows, misses, outlook } from './item-lists.ts';
export { type KeyFigure, keyFigures, percentileOf } from './key-figures.ts';
export { leadTimeDistribution } from './lead-time-distribution.ts';
export { leadTimeGroups } from './lead-time-groups.ts';
export { leadTimeOverTime } from './lead-time-over-time.ts';
export { leadTimeScatter } from './lead-time-scatter.ts';
export { fileLook, type Look, screenLook } from './look.ts';
export { netFlow } from './net-flow.ts';
export { BEHAVIOUR_FAMILIES, processBehaviourOf } from './process-behaviour.ts';
export { AVERAGE_THROUGHPUT, knownAsOf, provenance } from './provenance.ts';
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
export { wipLimits } from './wip-limits.ts';
export type { AttentionAnswer } from './words/attention.ts';
export { type ChangesAnswer, changeName, changesWords } from './words/changes.ts';
export { deliveriesWords, resultWords, toldWords } from './words/deliveries.ts';
export { pastWords } from './words/forecast.ts';
export { itemLinksWords, itemOutlookWords, itemTimeWords } from './words/item.ts';
export {
  blockedForMs,
  blockedItems,
  blockedWords,
  openOutlookWords,
  stateWords,
} from './words/open-items.ts';
export { asLongBeforeWords, historyWords } from './words/past.ts';
export { checkWords, stabilityWords } from './words/stability.ts';
export { streamsWords } from './words/streams.ts';
