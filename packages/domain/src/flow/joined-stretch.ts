import type { FlowStretch } from './sweep-spells.ts';

/** Stretches that follow each other, as one; the first to the last. */
export function joinedStretch(stretches: readonly FlowStretch[]): FlowStretch {
  const total = {
    start: stretches[0]?.start ?? 0,
    end: stretches.at(-1)?.end ?? 0,
    ...{ lengthUs: 0, arrivals: 0, itemUs: 0, maxWip: 0 },
    departures: { finished: 0, dropped: 0 },
  };
  for (const { lengthUs, arrivals, departures, itemUs, maxWip } of stretches) {
    total.lengthUs += lengthUs;
    total.arrivals += arrivals;
    total.departures.finished += departures.finished;
    total.departures.dropped += departures.dropped;
    total.itemUs += itemUs;
    total.maxWip = Math.max(total.maxWip, maxWip);
  }
  return total;
}
