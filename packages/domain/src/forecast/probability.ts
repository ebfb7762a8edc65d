/** Six decimals, half away from zero: how every answer shows a probability. */
export function roundedProbability(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}

/** Whether a probability is at least that of a percentile; binary fractions may fall a little short of it. */
export function reaches(probability: number, percentile: number): boolean {
  return probability >= percentile / 100 - 1e-9;
}
