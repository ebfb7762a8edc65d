import type { Clock, Queue } from '@kanban/domain';
import { refusal, shortened } from '../../answer/invalid-parameter.ts';

export interface ClockQuery {
  measure?: 'lead' | 'cycle' | undefined;
  startQueue?: string | undefined;
  endQueue?: string | undefined;
}

export interface NamedClock {
  clock: Clock;
  measure: 'lead' | 'cycle' | 'queues';
  startQueue: string | null;
  endQueue: string | null;
  /** What it measures, in words. */
  words: string;
}

const WORDS = { lead: 'finished − entered', cycle: 'finished − committed' };

/**
 * The clock asked for: lead time, cycle time, or the time between two queues, which are given together and by name.
 * Throws Refused when a name is unknown or the parameters contradict each other.
 */
export function namedClock(
  { measure, startQueue, endQueue }: ClockQuery,
  queues: readonly Queue[],
): NamedClock {
  if (startQueue === undefined && endQueue === undefined) {
    const named = measure ?? 'lead';
    return { clock: named, measure: named, startQueue: null, endQueue: null, words: WORDS[named] };
  }
  if (measure !== undefined) {
    throw refusal('measure', 'contradicts startQueue and endQueue', 'measure, or both queues');
  }
  const start = queueNamed('startQueue', startQueue, queues);
  const end = queueNamed('endQueue', endQueue, queues);
  return {
    clock: { startQueue: start.id, endQueue: end.id },
    measure: 'queues',
    startQueue: start.name,
    endQueue: end.name,
    words: `beginning of the last unbroken stay at or beyond ${end.name} − first time at or beyond ${start.name}`,
  };
}

function queueNamed(parameter: string, name: string | undefined, queues: readonly Queue[]): Queue {
  const queue = queues.find((candidate) => candidate.name === name);
  if (queue) return queue;
  const allowed = queues.filter(({ kind }) => kind !== 'dropped').map((candidate) => candidate.name);
  throw refusal(
    parameter,
    name === undefined
      ? 'is missing: a clock between queues needs both'
      : `"${shortened(name)}" is no queue of this stream`,
    allowed.join(', ') || 'nothing, as the stream has no queues',
  );
}
