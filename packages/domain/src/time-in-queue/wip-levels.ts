import type { Span } from '../blocked-time.ts';
import type { TimeBetween } from '../time-between.ts';

export interface WipLevel {
  items: number;
  /** Of the time of the range. */
  share: number;
}

export interface WipLevels {
  /** From 0 to the highest level, each once; empty without any time. */
  wipLevels: WipLevel[];
  /** The least number that was enough for 85 % of the time: what jirametrics recommends as a limit. */
  wipLevel85: number | null;
}

const COVERED = 0.85;

/** The share of a range in which a queue held each number of items; `stays` are cut to the range. O(n log n). */
export function wipLevelsOf(stays: readonly Span[], range: Span, between: TimeBetween): WipLevels {
  const lengthUs = between(range.from, range.to);
  if (!(lengthUs > 0)) return { wipLevels: [], wipLevel85: null };
  const levels = lastedAt(stays, range, between).map((us, items) => ({ items, share: us / lengthUs }));
  let covered = 0;
  const enough = levels.find(({ share }) => {
    covered += share;
    return covered >= COVERED - 1e-9;
  });
  return { wipLevels: levels, wipLevel85: enough?.items ?? null };
}

/** How long each level lasted, from 0 up. */
function lastedAt(stays: readonly Span[], { from, to }: Span, between: TimeBetween): number[] {
  const steps = stays.flatMap((stay) => [
    { at: stay.from, by: 1 },
    { at: stay.to, by: -1 },
  ]);
  steps.sort((a, b) => a.at - b.at);
  steps.push({ at: to, by: 0 });
  const lasted: number[] = [];
  let [since, items] = [from, 0];
  for (const { at, by } of steps) {
    if (at > since) {
      for (let level = lasted.length; level <= items; level++) lasted.push(0);
      lasted[items] = (lasted[items] as number) + between(since, at);
      since = at;
    }
    items += by;
  }
  return lasted;
}
