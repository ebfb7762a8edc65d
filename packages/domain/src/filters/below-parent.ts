/**
 * Whether an item is below another one, at any depth; no item is below itself. `parents` by reference. Each chain is
 * walked at most once. In a cycle, which the database refuses, every item is below all others.
 */
export function readBelow(
  parents: ReadonlyMap<string, string | null>,
  wanted: ReadonlySet<string>,
): (parent: string | null) => boolean {
  const known = new Map<string, boolean>();
  return (parent) => {
    const chain: string[] = [];
    let isBelow = false;
    for (let up = parent; up !== null; up = parents.get(up) ?? null) {
      const answer = known.get(up);
      isBelow = answer ?? wanted.has(up);
      if (isBelow || answer !== undefined || chain.includes(up)) break;
      chain.push(up);
    }
    for (const each of chain) known.set(each, isBelow);
    return isBelow;
  };
}
