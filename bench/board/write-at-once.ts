import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiFailure } from '@kanban/api';
import type { BoardClient } from '@kanban/api/board';
import { kanban } from '../processes.ts';
import { type FullBoard, fullQueues } from './full-board.ts';

export interface Writes {
  /** Of each write, done or refused, in milliseconds. */
  readonly tookMs: readonly number[];
  readonly done: number;
  /** How often the board said no, by the code of the refusal. */
  readonly refused: ReadonlyMap<string, number>;
  /** What must not be: a limit broken at any time, an answer that is neither done nor a refusal of the board, drift. */
  readonly findings: readonly string[];
  readonly perSecond: number;
}

/** Often, but not so that it takes the machine from those who write. */
const LOOK_EVERY_MS = 50;

/** What the database may answer to people who are in each other's way. */
const OF_THE_BOARD = new Set([409, 412, 422]);

/**
 * Lets all people of a board write at once, each as fast as the answers come, for some seconds or until there were so many writes; looks
 * at the limits meanwhile and after.
 */
export async function writeAtOnce(
  board: FullBoard,
  { seconds = Number.POSITIVE_INFINITY, writes = Number.POSITIVE_INFINITY },
): Promise<Writes> {
  const tookMs: number[] = [];
  const refused = new Map<string, number>();
  const findings = new Set<string>();
  let done = 0;
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > 1000 * seconds || tookMs.length >= writes;

  async function writeOn(client: BoardClient): Promise<void> {
    while (!isOver()) {
      const begunAt = performance.now();
      try {
        await writeSomething(client, board.items);
        done++;
      } catch (error) {
        const code = refusalIn(error);
        if (code === undefined) findings.add(String(error));
        else refused.set(code, (refused.get(code) ?? 0) + 1);
      }
      tookMs.push(performance.now() - begunAt);
    }
  }

  async function watchLimits(): Promise<void> {
    for (; !isOver(); await pause(LOOK_EVERY_MS))
      for (const broken of await board.brokenLimits()) findings.add(broken);
  }

  await Promise.all([...board.people.map(writeOn), watchLimits()]);
  const lastedMs = performance.now() - startedAt;
  for (const broken of await board.brokenLimits()) findings.add(broken);
  await kanban(['verify'], board.url).catch((error: Error) => findings.add(error.message));
  return { tookMs, done, refused, findings: [...findings], perSecond: (1000 * tookMs.length) / lastedMs };
}

/** The code of a refusal that people may see; undefined: this must not have been. */
function refusalIn(error: unknown): string | undefined {
  const problem = error instanceof ApiFailure ? error.problem : undefined;
  if (!problem || !OF_THE_BOARD.has(problem.status ?? 0)) return undefined;
  const code = problem.code ?? problem.type?.split(':').at(-1);
  // Every write has a key of its own.
  return code === 'key-running' || code === 'key-reused' ? undefined : code;
}

/** Mostly moves to queues that are full or nearly so, beside others; now and then each of the other things that people do. */
async function writeSomething(client: BoardClient, items: readonly string[]): Promise<void> {
  const key = { key: randomUUID() };
  const reference = oneOf(items);
  const queue = Math.random() < 0.9 ? oneOf(fullQueues) : 'backlog';
  const dice = Math.random();
  if (dice < 0.6) {
    const before = oneOf(items);
    const place =
      before === reference ? {} : { before, after: oneOf(items.filter((item) => item !== reference)) };
    await client.call('move', { reference, body: { queue, ...place } }, key);
  } else if (dice < 0.68) {
    const references = [reference, oneOf(items), oneOf(items)];
    await client.call('bulk', { body: { references, change: { do: 'move', queue } } }, key);
  } else if (dice < 0.76) {
    const change = { do: 'assign', assignee: `person-${Math.floor(4 * Math.random())}` } as const;
    await client.call('bulk', { body: { references: [reference], change } }, key);
  } else if (dice < 0.82) {
    await client.call('create', { body: { shortDesc: 'New one', queue } }, key);
  } else if (dice < 0.88) {
    const { version = '' } = (await client.call('item', { reference })) ?? {};
    await client.call('edit', { reference, body: { shortDesc: key.key } }, { ...key, ifMatch: version });
  } else if (dice < 0.92) {
    await client.call('block', { reference, body: { blockedReason: 'no part' } }, key);
  } else if (dice < 0.96) {
    await client.call('delete', { reference }, key);
    await client.call('restore', { reference, body: {} }, { key: randomUUID() });
  } else {
    await client.call('comment', { reference, body: { body: 'Hello' } }, key);
  }
}

function oneOf<T>(all: readonly T[]): T {
  return all[Math.floor(Math.random() * all.length)] as T;
}
