/**
 * P(X ≥ k) for X ~ Binomial(n, p): the probability of so many misses if the objective is met. Summed in logarithms away
 * from the mean until terms are too small to matter, so it takes O(√n).
 */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  if (k > n * p) return sumOfTerms(k, 1, n, p);
  return Math.max(0, 1 - sumOfTerms(k - 1, -1, n, p));
}

const NEGLIGIBLE = 1e-18;

/** Of P(X = i) for i = from, from + step …; the terms fall from the first on. */
function sumOfTerms(from: number, step: 1 | -1, n: number, p: number): number {
  const [logP, logQ] = [Math.log(p), Math.log1p(-p)];
  let sum = 0;
  for (let i = from; i >= 0 && i <= n; i += step) {
    const logChoices = logFactorial(n) - logFactorial(i) - logFactorial(n - i);
    const term = Math.exp(logChoices + i * logP + (n - i) * logQ);
    sum += term;
    if (term <= sum * NEGLIGIBLE) break;
  }
  return sum;
}

/** Kept, as the same windows are asked about again and again. */
const logFactorials = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++) {
    logFactorials.push((logFactorials[next - 1] as number) + Math.log(next));
  }
  return logFactorials[n] as number;
}
