import { createHash } from 'node:crypto';

/**
 * A weak validator of whatever decides an answer. Weak: an answer with the same tag says the same, though the instant it
 * was asked at may be written differently. Why it is what it is: docs/decisions, "What an ETag is made of".
 */
export function etagOf(...etagInputs: readonly unknown[]): string {
  const hash = createHash('sha256');
  // A text goes in as it is: an answer of megabytes is not to be written a second time.
  for (const each of etagInputs)
    hash.update(typeof each === 'string' ? each : JSON.stringify(each)).update('\0');
  return `W/"${hash.digest('base64url').slice(0, 27)}"`;
}

/** Whether a client that sends this If-None-Match has the answer already (RFC 9110, 13.1.2, weak comparison). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}
