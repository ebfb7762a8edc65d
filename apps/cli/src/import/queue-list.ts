import { characters } from '@kanban/domain';
import type { Kind } from '@kanban/schema';
import { InvalidArgumentError } from 'commander';
import type { NewQueue } from '../history/streams.ts';

/** All kinds of queues, in the order of flow. */
export const kinds: readonly Kind[] = ['backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped'];
const form = 'Write the queues in their order as "Backlog:backlog,Build:active:3,Done:delivered"';

/** Reads `Name[:kind[:limit]],…`: the queues of a stream in their order. Without a kind the database chooses by name. */
export function parseQueueList(text: string): NewQueue[] {
  const queues = text.split(',').map(parseQueue);
  const twice = queues.find((queue, index) => queues.findIndex((other) => other.name === queue.name) < index);
  if (twice) throw new InvalidArgumentError(`The queue ${twice.name} is there twice.`);
  return queues;
}

function parseQueue(text: string): NewQueue {
  const [name = '', kind = '', limit = '', ...more] = text.split(':').map((part) => part.trim());
  if (name === '' || more.length > 0) {
    throw new InvalidArgumentError(
      `${form}: "${text}" is not of that form. Names with a comma or colon are read from a file: --queues-file.`,
    );
  }
  return queueOf(name, kind, limit);
}

/**
 * Reads a queue from its texts; an empty kind is left to the database, an empty limit means none. Throws
 * InvalidArgumentError.
 */
export function queueOf(name: string, kind: string, limit: string): NewQueue {
  if (name === '') throw new InvalidArgumentError('A queue has a name.');
  if (characters(name) > 64)
    throw new InvalidArgumentError(`A queue's name has at most 64 characters: "${name}".`);
  if (kind !== '' && !kinds.includes(kind as Kind)) {
    throw new InvalidArgumentError(
      `"${kind}" of ${name} is not a kind of queue; kinds are: ${kinds.join(', ')}.`,
    );
  }
  if (!/^(-1|\d{1,9})?$/.test(limit)) {
    throw new InvalidArgumentError(
      `"${limit}" of ${name} is no WIP limit: a whole number, or -1 for unlimited.`,
    );
  }
  return {
    name,
    kind: kind === '' ? undefined : (kind as Kind),
    wipLimit: limit === '' ? -1 : Number(limit),
  };
}
