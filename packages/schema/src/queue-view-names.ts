/** The longest name in MySQL and MariaDB, in characters. */
const longest = 64;

export interface NamedQueue {
  readonly id: number;
  readonly stream: string;
  readonly name: string;
}

/**
 * The name of a queue's view: `queue_<name>` in the stream main, `queue_<stream>__<name>` in others, in lower case,
 * with `_` for everything but a to z, 0 to 9 and `_`. If several queues would get the same name, the one with the
 * lowest id gets it; the others get their id appended. So does a queue whose name is in `taken` (names in lower case).
 */
export function nameQueueViews(
  queues: readonly NamedQueue[],
  taken: ReadonlySet<string>,
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const used = new Set(taken);
  for (const queue of queues.toSorted((a, b) => a.id - b.id)) {
    let name = wishedName(queue).slice(0, longest);
    while (used.has(name)) {
      const suffix = `_${queue.id}`;
      // If that is taken too, the id is appended to the whole name; a name of maximal length is cut at its end.
      const stem = name.length + suffix.length > longest ? name.slice(0, longest - suffix.length - 1) : name;
      name = stem + suffix;
    }
    used.add(name);
    names.set(queue.id, name);
  }
  return names;
}

function wishedName({ stream, name }: NamedQueue): string {
  const words = stream === 'main' ? name : `${stream}__${name}`;
  return `queue_${words.toLowerCase().replace(/[^a-z0-9_]/gu, '_')}`;
}
