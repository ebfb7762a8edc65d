/**
 * Whether an item is below another, at any depth; nothing is below itself. `parents` by reference. Each item's chain is walked
 * once at most, and an item whose chain comes back to it, which the database refuses, is below all of its circle.
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
