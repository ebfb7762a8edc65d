/** A name in MySQL and MariaDB has at most as many characters. */
const longest = 64;

export interface NamedQueue {
  readonly id: number;
  readonly stream: string;
  readonly name: string;
}

/**
 * What the view of a queue is called: `queue_<name>` in the stream main, `queue_<stream>__<name>` elsewhere, in lower case and
 * with `_` for all but a to z, 0 to 9 and `_`. Of queues that would be called alike the one with the lower id has the name, and
 * the others get their id behind it; so does one whose name something in `taken` (names in lower case) has already.
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
      // Where that is taken too, behind the whole of it; a name at its longest gives way from its end.
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
