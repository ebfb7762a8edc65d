import { percentile } from '../measurement.ts';

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that were none, and connections that broke. */
  readonly errors: number;
}

/** So many who ask these addresses in turn, each as soon as it has its last answer, for so long. Times in ms. */
export async function load(
  address: string,
  paths: readonly string[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const times: number[] = [];
  let errors = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const askOn = async (first: number) => {
    for (let place = first; performance.now() < end; place++) {
      const askedAt = performance.now();
      try {
        const response = await fetch(`${address}${paths[place % paths.length]}`);
        await response.arrayBuffer();
        if (response.status !== 200) errors++;
      } catch {
        errors++;
      }
      times.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, first) => askOn(first)));
  const perSecond = (times.length / (performance.now() - start)) * 1000;
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99), errors };
}
