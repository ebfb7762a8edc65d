import { median, timeMs } from '../measurement.ts';

/** A service is warm: code that runs for the first times is not compiled yet. For what takes long, two runs do. */
const WARM = { runs: 60, ms: 3_000, least: 2 };

/**
 * The median time of each of some ways to the same, in ms, after some that warm up. They take turns, so that what else the machine does
 * meets all of them.
 */
export async function inTurn<Name extends string>(
  runs: number,
  ways: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[];
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  const startedAt = performance.now();
  for (let run = 0; run < WARM.runs; run++) {
    if (run >= WARM.least && performance.now() - startedAt > WARM.ms) break;
    for (const name of names) await ways[name]();
  }
  for (let run = 0; run < runs; run++) {
    for (const name of names) samples.get(name)?.push(await timeMs(ways[name]));
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}
