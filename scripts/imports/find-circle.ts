/** The first circle among arrows from a file to others, as the files on it with the first again at the end. */
export function findCircle(arrows: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  for (const start of arrows.keys()) {
    const circle = circleBehind(start, []);
    if (circle) return circle;
  }
  return undefined;

  function circleBehind(file: string, path: readonly string[]): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of arrows.get(file) ?? []) {
      const circle = circleBehind(next, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  }
}
