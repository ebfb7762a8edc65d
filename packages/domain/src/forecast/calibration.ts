import { wilsonInterval } from '../wilson.ts';

/**
 * Whether promises came true as often as the model said: `holds` if the promised share is within the interval of the
 * observed one, `overconfident` if the model promised more, `cautious` if less; `tooFewOrigins` under 10.
 */
export type CalibrationVerdict = 'holds' | 'overconfident' | 'cautious' | 'tooFewOrigins';

export interface Calibration {
  percentile: number;
  hits: number;
  origins: number;
  /** This and the following are null without origins. */
  hitShare: number | null;
  /** 95 %, of Wilson. */
  hitInterval: [lower: number, upper: number] | null;
  /** Mean of the model's own probabilities of its answers: at least the percentile, as answers are whole numbers. */
  promisedShare: number | null;
  verdict: CalibrationVerdict;
}

/** What was promised at an origin for a percentile, and whether it came true. */
export interface Promised {
  percentile: number;
  probability: number;
  isHit: boolean;
}

const FEWEST_ORIGINS = 10;

/** The promises of all origins, for each percentile. */
export function calibrationOf(percentiles: readonly number[], promises: readonly Promised[]): Calibration[] {
  return percentiles.map((percentile) => {
    const own = promises.filter((promise) => promise.percentile === percentile);
    const origins = own.length;
    const hits = own.filter(({ isHit }) => isHit).length;
    const promised = own.reduce((total, { probability }) => total + probability, 0);
    const promisedShare = origins === 0 ? null : promised / origins;
    const hitInterval = wilsonInterval(hits, origins);
    const hitShare = origins === 0 ? null : hits / origins;
    const verdict = verdictOf(origins, promisedShare, hitInterval);
    return { percentile, hits, origins, hitShare, hitInterval, promisedShare, verdict };
  });
}

function verdictOf(
  origins: number,
  promised: number | null,
  interval: [number, number] | null,
): CalibrationVerdict {
  if (origins < FEWEST_ORIGINS || promised === null || interval === null) return 'tooFewOrigins';
  if (promised > interval[1]) return 'overconfident';
  return promised < interval[0] ? 'cautious' : 'holds';
}
