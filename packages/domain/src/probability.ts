/** A probability as answers give it: 6 decimals, half away from zero. Nothing else is rounded. */
export function roundedProbability(p: number): number {
  // 0.0000005 times a million is a little under one half in binary fractions.
  return Math.floor(p * 1e6 + 0.5 + 1e-9) / 1e6;
}
