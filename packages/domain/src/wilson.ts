/** Two-sided 95 % of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % interval, within 0 to 1, of a share that was observed as `hits` of `trials`; null without trials. E. B.
 * Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
 */
export function wilsonInterval(hits: number, trials: number): [lower: number, upper: number] | null {
  if (trials === 0) return null;
  const share = hits / trials;
  const centre = share + Z ** 2 / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const scale = 1 + Z ** 2 / trials;
  // At 0 and 1 the two terms are equal; rounding would leave a small remainder.
  const lower = hits === 0 ? 0 : (centre - spread) / scale;
  const upper = hits === trials ? 1 : (centre + spread) / scale;
  return [lower, upper];
}
