import { median, timeMs } from '../measurement.ts';

/**
 * The median time of each of some ways to the same, in ms, after two runs that warm up. They take turns, so that what else the machine
 * does meets all of them.
 */
export async function inTurn<Name extends string>(
  runs: number,
  ways: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[];
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  for (let run = -2; run < runs; run++) {
    for (const name of names) {
      const ms = await timeMs(ways[name]);
      if (run >= 0) samples.get(name)?.push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}
