/** Six decimals, half away from zero: how every answer shows a probability. */
export function roundedProbability(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}

/** Whether a probability reaches a percentile, with a tolerance for rounding. */
export function reaches(probability: number, percentile: number): boolean {
  return probability >= percentile / 100 - 1e-9;
}
