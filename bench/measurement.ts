/** One figure beside its bare baseline, taken in the same run on the same servers. */
export interface Measurement {
  readonly name: string;
  readonly server: string;
  readonly unit: string;
  readonly ours: number;
  readonly baselineName: string;
  readonly baseline: number;
  /** What is aimed at, in words that fit the ratio. */
  readonly aim: string;
  /** ours ÷ baseline for rates, baseline ÷ ours where ours is a time that should be smaller; an aim of ≤ is of ours ÷ baseline. */
  readonly ratio: number;
}

interface BenchmarkOptions {
  readonly quick: boolean;
  /** Also a log of ten million rows, where a benchmark has one. */
  readonly huge: boolean;
  /** A commit to compare the working tree with, as git names it. */
  readonly against?: string;
  readonly log: (line: string) => void;
}

export type Benchmark = (options: BenchmarkOptions) => AsyncIterable<Measurement>;

/** The middle one of several; noise is rarely symmetric. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that `share` of all are no larger than: 0.99 for the 99th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}

/** How long `work` takes, in milliseconds. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
