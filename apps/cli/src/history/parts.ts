/** A list in parts of so many, the last one shorter: for statements that name what they ask for. */
export function* parts<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
