import type { Span } from '../blocked-time.ts';
import type { Instant } from '../instant.ts';
import { isWipKind, type Queue, type Visit } from '../queue.ts';

/** A visit to a queue for work in progress, cut to a span. */
export interface Stay extends Span {
  queueId: number;
  /** The visit began, and ended, within the span. */
  begins: boolean;
  ends: boolean;
}

/** The visits of an item to backlogs, buffers and active queues that touch a half-open span, in order. */
export function staysWithin(
  visits: readonly Visit[],
  queues: ReadonlyMap<number, Queue>,
  span: Span,
): Stay[] {
  const stays: Stay[] = [];
  for (const { queueId, enteredAt, leftAt } of visits) {
    if (!isWipKind(queues.get(queueId)?.kind ?? 'dropped') || enteredAt >= span.to) continue;
    const begins = enteredAt >= span.from;
    const end: Instant = leftAt ?? Number.POSITIVE_INFINITY;
    if (!begins && end <= span.from) continue;
    stays.push({
      queueId,
      from: Math.max(enteredAt, span.from),
      to: Math.min(end, span.to),
      begins,
      ends: end < span.to,
    });
  }
  return stays;
}
