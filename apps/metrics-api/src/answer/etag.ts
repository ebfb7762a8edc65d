import { createHash } from 'node:crypto';

/**
 * A weak validator, computed from everything that an answer depends on. Weak: answers with the same tag have the same meaning, but
 * the instant of the question in them may differ. The reasons are in docs/decisions, "What an ETag is made of".
 */
export function etagOf(...etagInputs: readonly unknown[]): string {
  const hash = createHash('sha256');
  // A text is hashed as it is, so that an answer of megabytes is not serialised twice.
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
