import { flowQueues } from '../queue.ts';
import type { AttentionQueue } from './attention-facts.ts';

/** In the order of flow, without dropped queues. */
export function inFlow(queues: readonly AttentionQueue[]): AttentionQueue[] {
  const byId = new Map(queues.map((each) => [each.queue.id, each]));
  return flowQueues(queues.map(({ queue }) => queue)).map(({ id }) => byId.get(id) as AttentionQueue);
}
