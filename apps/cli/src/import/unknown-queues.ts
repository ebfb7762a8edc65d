import { Refused } from '../failure.ts';
import { noneQueue } from './make-chain.ts';

/** What database clients write for NULL. */
const nulls: readonly string[] = ['NULL', 'null', '\\N'];

/** Throws Refused if rows name queues that are not in `known`, with the number of rows of each. */
export function refuseUnknownQueues(
  named: readonly [name: string, count: number][],
  known: readonly string[],
): void {
  const unknown = named.filter(([name]) => name !== noneQueue && !known.includes(name));
  if (unknown.length === 0) return;
  const list = unknown.map(([name, count]) => `${name} (${count} times)`).join(', ');
  const there = known.filter((name) => name !== noneQueue).join(', ');
  const hint = unknown.some(([name]) => nulls.includes(name))
    ? ' If NULL means no queue, leave the cell empty.'
    : '';
  throw new Refused(
    `The file names queues that --queues lacks: ${list}. --queues and the stream have: ${there}.${hint}`,
  );
}
