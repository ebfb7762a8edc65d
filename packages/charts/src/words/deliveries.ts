import type { DeliveriesAnswer } from '@kanban/api';
import { formatCount } from '../format/numbers.ts';
import { subjectOf } from './counts.ts';

export type Delivery = DeliveriesAnswer['deliveries'][number];

const TOPICS: Readonly<Record<string, string>> = {
  'queue.slot_available': 'there is room',
  'queue.overloaded': 'more than the limit',
  'person.overloaded': 'a person has too much at once',
  'work_item.blocked': 'it is blocked',
  'work_item.unblocked': 'it is no longer blocked',
  'work_item.dependencies_finished': 'all that it waits for is finished',
  'work_item.dropped_as_stale': 'it was dropped, as it waited too long',
  'work_item.ageing': 'it is older than usual at its place',
  'work_item.sla_at_risk': 'it may miss its deadline',
  'work_item.sla_breached': 'its deadline has passed',
};

/** What a message is about: `there is room in test`. People may write topics of their own, which say themselves. */
export function toldWords({ topic, queue }: Pick<Delivery, 'topic' | 'queue'>): string {
  const words = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (words === undefined) return topic;
  return topic.startsWith('queue.') && queue !== null ? `${words} in ${queue}` : words;
}

const NOT_SENT: Readonly<Record<string, string>> = {
  'later news': 'a later message said it',
  'slot taken': 'the room was taken again',
  unsubscribed: 'they had unsubscribed',
};

/** What became of it, without when: that is a column of its own. */
export function resultWords({ state, attempts, supersededReason, mayBeDuplicate }: Delivery): string {
  const tried = attempts > 1 ? `, at the ${ordinal(attempts)} try` : '';
  if (state === 'sent') return `sent${tried}${mayBeDuplicate ? '; it may have come twice' : ''}`;
  if (state === 'dead') return `failed for good after ${attempts === 1 ? '1 try' : `${attempts} tries`}`;
  if (state === 'superseded') {
    const why = supersededReason !== null && NOT_SENT[supersededReason];
    return why ? `not sent: ${why}` : 'not sent';
  }
  if (state === 'collected') return 'waits for a digest';
  return attempts > 0 ? `on its way, tried ${attempts === 1 ? 'once' : `${attempts} times`}` : 'on its way';
}

/** How much was told about an item, and whether it arrived: `3 messages were sent about it, one failed for good.` */
export function deliveriesWords(deliveries: readonly Delivery[]): string {
  const count = (...states: Delivery['state'][]) =>
    deliveries.filter(({ state }) => states.includes(state)).length;
  if (deliveries.length === 0) return 'Nobody was told about it.';
  const rest = [
    [count('dead'), 'failed for good'],
    [count('pending', 'queued', 'sending', 'collected'), 'on the way'],
    [count('superseded'), 'not needed any more'],
  ].flatMap(([of, words]) => (Number(of) > 0 ? `, ${formatCount(Number(of))} ${words}` : ''));
  return `${subjectOf(count('sent'), 'message', ['was sent', 'were sent'])} about it${rest.join('')}.`;
}

/** Up to the ten tries that a delivery has. */
function ordinal(n: number): string {
  return `${n}${n === 2 ? 'nd' : n === 3 ? 'rd' : 'th'}`;
}
