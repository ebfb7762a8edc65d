import type { AnswerTo, QueryOf } from './paths.ts';

export type ValueStreamsAnswer = AnswerTo<'/v1/value-streams'>;
export type QueuesAnswer = AnswerTo<'/v1/queues'>;
export type LeadTimeAnswer = AnswerTo<'/v1/lead-time'>;
export type LeadTimeIntervalsAnswer = AnswerTo<'/v1/lead-time/intervals'>;
export type CumulativeFlowAnswer = AnswerTo<'/v1/cumulative-flow'>;
/** With the moment it came, in ms: how much of its range was over. */
export type ThroughputAnswer = AnswerTo<'/v1/throughput'> & { readonly answeredAtMs: number };
export type SlaAnswer = AnswerTo<'/v1/sla'>;
export type SlaBudgetAnswer = AnswerTo<'/v1/sla/budget'>;
export type FlowAnswer = AnswerTo<'/v1/flow'>;
export type ProcessBehaviourAnswer = AnswerTo<'/v1/process-behaviour'>;
export type StabilityAnswer = AnswerTo<'/v1/stability'>;
export type TimeInQueueAnswer = AnswerTo<'/v1/time-in-queue'>;
export type BlockedAnswer = AnswerTo<'/v1/blocked'>;
export type AgeingAnswer = AnswerTo<'/v1/ageing'>;
export type HowManyAnswer = AnswerTo<'/v1/forecast/how-many'>;
export type WhenAnswer = AnswerTo<'/v1/forecast/when'>;
export type BacktestAnswer = AnswerTo<'/v1/forecast/backtest'>;
export type WorkItemAnswer = AnswerTo<'/v1/work-items/{reference}'>;
export type DeliveriesAnswer = AnswerTo<'/v1/work-items/{reference}/deliveries'>;

export type ValueStream = ValueStreamsAnswer['valueStreams'][number];
export type QueueNow = QueuesAnswer['queues'][number];
export type QueueKind = QueueNow['kind'];
export type LeadTimeItem = NonNullable<LeadTimeAnswer['scatter']>['items'][number];
export type CumulativeFlowPoint = CumulativeFlowAnswer['points'][number];
export type Interval = Pick<ThroughputAnswer['intervals'][number], 'start' | 'end' | 'label' | 'isComplete'>;

type CumulativeFlowQuery = QueryOf<'/v1/cumulative-flow'>;
export type IntervalUnit = NonNullable<CumulativeFlowQuery['interval']>;
export type FlowPolicy = NonNullable<CumulativeFlowQuery['policy']>;
export type Measure = NonNullable<QueryOf<'/v1/lead-time'>['measure']>;
