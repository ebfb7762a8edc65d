import type { EventTracer, Words } from '@kanban/service/tracing';
import type { Send } from '../channels/sender.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** The same ledger and sender, each of whose steps leaves a span in the trace of its event. Without a tracer: themselves. */
export function traceDelivery(
  tracer: EventTracer | undefined,
  ledger: Ledger,
  send: Send,
): { ledger: Ledger; send: Send } {
  if (!tracer) return { ledger, send };

  async function traced<T>(
    name: string,
    eventId: number,
    words: Words,
    work: () => Promise<T>,
    more: (result: T) => Words = () => ({}),
  ): Promise<T> {
    const begin = Date.now();
    try {
      const result = await work();
      tracer?.span(eventId, name, begin, Date.now(), { ...words, ...more(result) });
      return result;
    } catch (error) {
      tracer?.span(eventId, name, begin, Date.now(), words, error);
      throw error;
    }
  }
  const wordsOf = ({ deliveryId, attempts }: { deliveryId: number; attempts: number }) => ({
    'kanban.delivery_id': deliveryId,
    'kanban.attempt': attempts,
  });

  return {
    ledger: {
      ...ledger,
      claim: (job) =>
        traced(
          'claim',
          job.eventId,
          { 'kanban.delivery_id': job.deliveryId, 'kanban.round': job.round },
          () => ledger.claim(job),
          (delivery) => ({ 'kanban.is_claimed': delivery !== undefined }),
        ),
      noteHandOver: (delivery) =>
        traced(
          'hand-over',
          delivery.eventId,
          wordsOf(delivery),
          () => ledger.noteHandOver(delivery),
          (mayGo) => ({ 'kanban.may_go': mayGo }),
        ),
      settle: (settled) =>
        traced(
          'settle',
          settled.delivery.eventId,
          { ...wordsOf(settled.delivery), 'kanban.state': settled.settlement.state },
          () => ledger.settle(settled),
        ),
    },
    send: (delivery, mayHandOver) =>
      traced(
        'send',
        delivery.eventId,
        { ...wordsOf(delivery), 'kanban.channel': delivery.channel },
        () => send(delivery, mayHandOver),
        (outcome) => ({ 'kanban.outcome': outcome.kind }),
      ),
  };
}
