import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Verifies a webhook of Kanban Flow (or of anybody who keeps to Standard Webhooks). Copy it; it needs Node only.
 *
 * @param {Record<string, string | string[] | undefined>} headers of the request, with names in small letters as Node has them
 * @param {string | Buffer} body as it came, before anything parsed it
 * @param {string} secret of the endpoint: whsec_ and base64
 * @param {{ toleranceSeconds?: number, now?: number }} [options] how old or early a request may be; the time in ms
 * @returns {string} the id: the same for every copy, so do nothing for one that was done already
 * @throws {Error} when it is not to be trusted; answer 401 then
 */
export function verifyWebhook(headers, body, secret, { toleranceSeconds = 300, now = Date.now() } = {}) {
  const id = String(headers['webhook-id'] ?? '');
  const timestamp = String(headers['webhook-timestamp'] ?? '');
  const signatures = String(headers['webhook-signature'] ?? '');
  if (id === '' || !/^\d+$/.test(timestamp) || signatures === '')
    throw new Error('The webhook is not signed');
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) {
    throw new Error('The webhook is too old, or one of the clocks is wrong');
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several are given, apart by spaces, while a secret is changed.
  const isSigned = signatures.split(' ').some((text) => {
    const [version, signature = ''] = text.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isSigned) throw new Error('The signature of the webhook is wrong');
  return id;
}
