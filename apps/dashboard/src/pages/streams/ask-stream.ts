import {
  askQuestion,
  type Client,
  type FlowAnswer,
  type LeadTimeAnswer,
  type LeadTimeIntervalsAnswer,
  type ThroughputAnswer,
} from '@kanban/api';
import { inRange, type Request } from '../../view/request.ts';

/** The key figures of one stream, and how much stands out there. */
export interface StreamFigures {
  readonly stream: string;
  readonly throughput: ThroughputAnswer;
  readonly throughputBefore: ThroughputAnswer | null;
  readonly leadTime: LeadTimeAnswer;
  readonly leadTimeBefore: LeadTimeAnswer | null;
  readonly leadTimes: LeadTimeIntervalsAnswer;
  readonly flow: FlowAnswer;
  readonly attention: number;
}

/** Choices of other pages stay in the address; this page does not show them. */
const UNUSED = {
  type: undefined,
  classOfService: undefined,
  assignee: undefined,
  splitBy: undefined,
  clock: undefined,
};

/** Asks for the row of a stream, for the range of the page. Throws ApiFailure. */
export async function askStream(
  client: Client,
  stream: string,
  request: Request,
  signal: AbortSignal,
): Promise<StreamFigures> {
  const now = { ...request, ...UNUSED, stream };
  const before = inRange(now, request.before);
  const [throughput, leadTime, leadTimes, flow, attention, throughputBefore, leadTimeBefore] =
    await Promise.all([
      askQuestion(client, 'throughput', now, signal),
      askQuestion(client, 'leadTime', now, signal),
      askQuestion(client, 'leadTimeIntervals', now, signal),
      askQuestion(client, 'flow', now, signal),
      askQuestion(client, 'attention', now, signal),
      before && askQuestion(client, 'throughput', before, signal),
      before && askQuestion(client, 'leadTime', before, signal),
    ]);
  return {
    ...{ stream, throughput, throughputBefore, leadTime, leadTimeBefore, leadTimes, flow },
    attention: attention.total,
  };
}
