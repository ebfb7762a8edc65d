import { largest } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';
import type { PoolConnection } from 'mysql2/promise';
import { Refused, UsageError } from '../failure.ts';
import type { Queue } from '../history/streams.ts';

/** Where a queue shall stand in its stream; exactly one of them. */
export interface Place {
  readonly before?: string;
  readonly after?: string;
  /** 1 is the first. */
  readonly position?: number;
}

/** The queues with the named one at its new position. Throws Refused if there is no such position. */
export function arrange(queues: readonly Queue[], name: string, place: Place): Queue[] {
  const own = queues.find((queue) => queue.name === name);
  const others = queues.filter((queue) => queue !== own);
  return own ? others.toSpliced(indexOf(others, name, place), 0, own) : others;
}

function indexOf(others: readonly Queue[], name: string, { before, after, position }: Place): number {
  if (position !== undefined) {
    if (position > others.length + 1)
      throw new Refused(`There is no position ${position}; the last one is ${others.length + 1}.`);
    return position - 1;
  }
  const neighbour = before ?? after;
  const index = others.findIndex((queue) => queue.name === neighbour);
  if (neighbour === name) throw new Refused(`${name} cannot be placed next to itself.`);
  if (index < 0) {
    const names = others.map((queue) => queue.name).join(', ') || 'none';
    throw new Refused(`There is no queue ${neighbour} to place ${name} next to; there are: ${names}.`);
  }
  return after === undefined ? index : index + 1;
}

/** Throws UsageError unless exactly one position is given, or none if that is allowed. */
export function onePlace({ before, after, position }: Place, isNeeded: boolean): Place | undefined {
  const given = [before, after, position].filter((each) => each !== undefined).length;
  if (given > 1 || (isNeeded && given === 0))
    throw new UsageError('Give one of --before, --after and --position.');
  return given === 0 ? undefined : ({ before, after, position } as Place);
}

export function positionArgument(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number; 1 is the first.');
  return Number(text);
}

/**
 * Numbers the queues 1, 2, 3 … in the given order, if they are not numbered so already. Goes through numbers after all
 * others, because no two queues of a stream may have the same number. The caller is in bulk work.
 */
export async function renumber(connection: PoolConnection, queues: readonly Queue[]): Promise<void> {
  const moved = queues
    .map(({ id, position }, index) => ({ id, position, wanted: index + 1 }))
    .filter(({ position, wanted }) => position !== wanted);
  const free =
    largest(
      queues.map((queue) => queue.position),
      queues.length,
    ) + 1;
  const set = (id: number, position: number) =>
    connection.query('UPDATE wip_limits SET position = ? WHERE id = ?', [position, id]);
  for (const [index, { id }] of moved.entries()) await set(id, free + index);
  for (const { id, wanted } of moved) await set(id, wanted);
}
