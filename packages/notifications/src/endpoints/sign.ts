import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const FEWEST_BYTES = 16;

/** A new secret of 256 bits. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}

/** The key in a secret; undefined if it is invalid: `whsec_` and at least 16 bytes in base64. */
export function keyOf(secret: string | null): Buffer | undefined {
  if (!secret?.startsWith(PREFIX)) return undefined;
  const text = secret.slice(PREFIX.length);
  const key = Buffer.from(text, 'base64');
  return key.length >= FEWEST_BYTES && key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
    ? key
    : undefined;
}

/**
 * The headers of a signed webhook, by Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, timestamp in
 * seconds and body. The id is the same for every copy; the time is that of this attempt, so a receiver can refuse old
 * requests.
 */
export function signatureHeaders(
  key: Buffer,
  id: string,
  body: string,
  now: number = Date.now(),
): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
