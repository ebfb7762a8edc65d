import type { AppType } from '@kanban/metrics-api';
import type { hc, InferRequestType, InferResponseType } from 'hono/client';

/** The API's own types. Instants are ISO strings in UTC with microseconds, durations milliseconds, shares 0 to 1. */
type Routes = ReturnType<typeof hc<AppType>>['v1'];

export type ValueStreamsAnswer = InferResponseType<Routes['value-streams']['$get'], 200>;
export type QueuesAnswer = InferResponseType<Routes['queues']['$get'], 200>;
export type LeadTimeAnswer = InferResponseType<Routes['lead-time']['$get'], 200>;
export type CumulativeFlowAnswer = InferResponseType<Routes['cumulative-flow']['$get'], 200>;
/** With the moment it came, in ms: how much of its range was over. */
export type ThroughputAnswer = InferResponseType<Routes['throughput']['$get'], 200> & {
  readonly answeredAtMs: number;
};
export type SlaAnswer = InferResponseType<Routes['sla']['$get'], 200>;
export type WorkItemAnswer = InferResponseType<Routes['work-items'][':reference']['$get'], 200>;

export type ValueStream = ValueStreamsAnswer['valueStreams'][number];
export type QueueNow = QueuesAnswer['queues'][number];
export type QueueKind = QueueNow['kind'];
export type LeadTimeItem = LeadTimeAnswer['items'][number];
export type CumulativeFlowPoint = CumulativeFlowAnswer['points'][number];
export type Interval = Pick<ThroughputAnswer['intervals'][number], 'start' | 'end' | 'label' | 'isComplete'>;

type CumulativeFlowQuery = InferRequestType<Routes['cumulative-flow']['$get']>['query'];
export type IntervalUnit = NonNullable<CumulativeFlowQuery['interval']>;
export type FlowPolicy = NonNullable<CumulativeFlowQuery['policy']>;
export type Measure = 'lead' | 'cycle';
