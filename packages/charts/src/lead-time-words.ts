import type { LeadTimeAnswer } from '@kanban/api';
import { type DurationUnit, formatDuration, unitFor } from '@kanban/domain/text';

export interface KnownPercentile {
  percentile: number;
  leadTimeMs: number;
}

/** `Lead time`, or whatever else was measured. */
export function measureName({
  definitions,
}: {
  definitions: Pick<LeadTimeAnswer['definitions'], 'measure'>;
}): string {
  return { lead: 'Lead time', cycle: 'Cycle time', queues: 'Time between queues' }[definitions.measure];
}

/** Percentiles that have a value: with nothing finished, none has. */
function knownPercentiles({ percentiles }: LeadTimeAnswer): KnownPercentile[] {
  return percentiles.flatMap(({ percentile, leadTimeMs }) =>
    leadTimeMs === null ? [] : [{ percentile, leadTimeMs }],
  );
}

/** One unit for all of an answer: that of its 85th percentile, or of its longest when none was asked for. */
export function leadTimeUnit(answer: LeadTimeAnswer): DurationUnit {
  const known = knownPercentiles(answer);
  const typical = known.find(({ percentile }) => percentile === 85) ?? known.at(-1);
  return unitFor(typical?.leadTimeMs ?? answer.maxMs ?? 0);
}

/** `85 of 100: 12.3 days` */
export function percentileText({ percentile, leadTimeMs }: KnownPercentile, unit: DurationUnit): string {
  return `${percentile} of 100: ${formatDuration(leadTimeMs, unit)}`;
}

/** Fewer items say nothing by percentiles. */
const FEWEST = 5;

/** Percentiles that are worth a line: with a few items, all lie on the slowest. */
export function drawnPercentiles(answer: LeadTimeAnswer): KnownPercentile[] {
  return answer.sampleSize < FEWEST ? [] : knownPercentiles(answer);
}
