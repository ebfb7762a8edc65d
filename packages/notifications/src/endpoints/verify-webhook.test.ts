import { describe, expect, it } from 'vitest';
import { messageOf } from '../messages/message-of.ts';
import { requestOf } from './request-of.ts';
import { keyOf, newSecret, signatureHeaders } from './sign.ts';

/** What receivers copy. */
const { verifyWebhook } = await import(new URL('../../../../docs/verify-webhook.mjs', import.meta.url).href);

const secret = newSecret();
const key = keyOf(secret) as Buffer;
const now = Date.UTC(2026, 10, 22, 12);
const body = '{"topic":"queue.slot_available"}';
const headers: Record<string, string> = {
  'webhook-id': 'd1-e1-x',
  ...signatureHeaders(key, 'd1-e1-x', body, now),
};

it('takes the signature for what Standard Webhooks publishes as an example', () => {
  const example = keyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') as Buffer;
  const signed = signatureHeaders(
    example,
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '{"test": 2432232314}',
    1_614_265_330_000,
  );
  expect(signed).toEqual({
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('verifies what a notifier posts, and gives the id of the delivery', () => {
  const event = { eventId: 1, topic: 'queue.overloaded', payload: { queue_name: 'größer' }, occurredAt: '' };
  const message = messageOf('d7-e3-abc', [event], { dashboardUrl: 'https://board.example.test' });
  const request = requestOf({ channel: 'webhook', url: 'https://x.test', secret }, message);
  expect(verifyWebhook(request.headers, Buffer.from(request.body), secret)).toBe('d7-e3-abc');
});

describe('the verification', () => {
  const verify = (changed: object, text = body, with_ = secret, at = now) =>
    verifyWebhook({ ...headers, ...changed }, text, with_, { now: at });

  it('accepts the message as it was signed', () => {
    expect(verify({})).toBe('d1-e1-x');
  });

  it.each([
    ['another body', () => verify({}, `${body} `)],
    ['another id', () => verify({ 'webhook-id': 'd2-e1-x' })],
    ['another time', () => verify({ 'webhook-timestamp': String(now / 1000 + 1) })],
    ['another secret', () => verify({}, body, newSecret())],
    [
      'a signature of another kind',
      () => verify({ 'webhook-signature': String(headers['webhook-signature']).replace('v1', 'v2') }),
    ],
  ])('refuses %s', (_, attempt) => {
    expect(attempt).toThrow('The signature of the webhook is wrong');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'refuses a message without %s',
    (name) => {
      expect(() => verify({ [name]: undefined })).toThrow('not signed');
    },
  );

  it('refuses a replay after five minutes, and one from as far in the future', () => {
    expect(verify({}, body, secret, now + 300_000)).toBe('d1-e1-x');
    for (const at of [now + 301_000, now - 301_000]) {
      expect(() => verify({}, body, secret, at)).toThrow('too old');
    }
  });

  it('accepts one good signature of several, while a secret is changed', () => {
    const both = `v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']}`;
    expect(verify({ 'webhook-signature': both })).toBe('d1-e1-x');
  });
});

it.each(['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_!!!notbase64!!!notbase64!!!', null])(
  'takes %j for no secret',
  (text) => {
    expect(keyOf(text)).toBeUndefined();
  },
);
