import type { BoardAnswer } from '@kanban/api/board';
import { DAY, formatInstant, MINUTE } from '@kanban/domain';
import type { Deps } from '../deps.ts';
import { loadCards } from './load-cards.ts';
import { loadPeople } from './load-people.ts';
import { loadQueues, loadTransitions } from './load-queues.ts';
import { loadStream } from './load-stream.ts';
import { inSnapshot } from './snapshot.ts';

interface Asked {
  readonly stream: string;
  readonly finishedDays: number;
  /** Queues that are shown whole. */
  readonly all: readonly string[];
}

const OPEN = new Set(['backlog', 'buffer', 'active']);

/** The board of a stream. Null: it is that of the version known already, which a few rows of indexes say. */
export function loadWall(deps: Deps, asked: Asked, isKnown: (version: string) => boolean) {
  return inSnapshot(deps, async (connection): Promise<BoardAnswer<'wall'> | null> => {
    const stream = await loadStream(connection, asked.stream);
    // What is past due, and how long ago things finished, changes by the clock alone.
    const version = `${stream.state}.${Math.floor(stream.now / MINUTE)}`;
    if (isKnown(version)) return null;
    const { queues, rulesEnforced, hasTransitions } = await loadQueues(connection, stream.name);
    const isWhole = ({ name, kind }: (typeof queues)[number]) => OPEN.has(kind) || asked.all.includes(name);
    const names = (some: typeof queues) => some.map(({ name }) => name);
    const whole = await loadCards(connection, stream, names(queues.filter(isWhole)), 0);
    const since = stream.now - asked.finishedDays * DAY;
    const recent = await loadCards(
      connection,
      stream,
      names(queues.filter((queue) => !isWhole(queue))),
      since,
    );
    const byQueue = Map.groupBy([...whole, ...recent], ({ queue }) => queue);
    return {
      valueStream: stream.name,
      timeZone: stream.timeZone,
      at: formatInstant(stream.now),
      version,
      isArchived: stream.archivedAt !== null,
      queues,
      transitions: hasTransitions ? await loadTransitions(connection, stream.name) : null,
      rulesEnforced,
      people: await loadPeople(connection, stream.name),
      cards: queues.flatMap(({ name }) => byQueue.get(name) ?? []),
      finishedDays: asked.finishedDays,
    };
  });
}
