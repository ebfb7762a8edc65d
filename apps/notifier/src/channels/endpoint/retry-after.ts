/** The longest wait that is accepted from a receiver, which may have meant another unit. */
const LONGEST_MS = 6 * 3_600_000;

/** The wait that a Retry-After header asks for, in ms: seconds or an HTTP date. Undefined if it is neither. */
export function retryAfterMs(header: string | undefined, now: number = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (!Number.isFinite(asked)) return undefined;
  return Math.min(Math.max(asked, 0), LONGEST_MS);
}
