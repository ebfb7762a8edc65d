const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const ONE_DECIMAL = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/** `1,234` */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** `4.2`, and `12` for a whole number. */
export function formatAverage(value: number): string {
  return ONE_DECIMAL.format(value);
}

/** A share from 0 to 1 as `94 %`. Only 1 shows as 100 %, and only 0 as 0 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 99 && percent < 100) return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
  if (percent > 0 && percent < 1) return `${(Math.ceil(percent * 10) / 10).toFixed(1)} %`;
  return `${WHOLE.format(percent)} %`;
}

/** What the last digit is worth that `formatShare` shows. */
export function stepOfShare(share: number): number {
  const isNearEnd = (share > 0 && share < 0.01) || (share > 0.99 && share < 1);
  return isNearEnd ? 0.001 : 0.01;
}

/** `1 item`, `2 items`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
