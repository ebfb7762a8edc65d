import { describe, expect, it } from 'vitest';
import { digestOf } from './digest-of.ts';

const event = (eventId: number, topic: string, payload: unknown) => ({
  eventId,
  topic,
  payload,
  occurredAt: `2026-11-22T10:0${eventId}:00.000000Z`,
});

describe('a digest', () => {
  it('shows what happened in its order, and since when', () => {
    const events = [event(1, 'work_item.blocked', {}), event(2, 'work_item.blocked', {})];
    expect(digestOf(events)).toEqual({ events, introduction: '2 events since 2026-11-22 10:01 UTC.' });
  });

  it('shows of one queue the latest, where that happened, and says so', () => {
    const [first, other, blocked, last] = [
      event(1, 'queue.slot_available', { value_stream: 'main', queue_name: 'test' }),
      event(2, 'queue.slot_available', { value_stream: 'main', queue_name: 'uat' }),
      event(3, 'work_item.blocked', { queue_name: 'test' }),
      event(4, 'queue.slot_available', { value_stream: 'main', queue_name: 'test' }),
    ] as const;
    const digest = digestOf([first, other, blocked, last]);
    expect(digest.events).toEqual([other, blocked, last]);
    expect(digest.introduction).toBe(
      '4 events since 2026-11-22 10:01 UTC. For queues and people, only the latest state is shown.',
    );
  });
});
