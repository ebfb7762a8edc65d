import { expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';
import { isAddress } from './recipient.ts';

const failure = (fields: object) => Object.assign(new Error('It failed'), fields);

it.each([
  [
    'a 4xx answer, even behind the end of data',
    { responseCode: 452, code: 'EMESSAGE' },
    'done',
    'failed',
    false,
  ],
  ['a 5xx answer', { responseCode: 550, code: 'EENVELOPE' }, 'not begun', 'refused', false],
  ['503, which is about the session', { responseCode: 503, code: 'EMESSAGE' }, 'not begun', 'failed', false],
  [
    'a refused login, which is not the mail’s fault',
    { responseCode: 535, code: 'EAUTH' },
    'not begun',
    'failed',
    false,
  ],
  ['an envelope that cannot be made', { code: 'EENVELOPE' }, 'not begun', 'refused', false],
  ['a refused connection', { code: 'ESOCKET' }, 'not begun', 'failed', false],
  ['a cut before the hand-over was noted', { code: 'ECONNECTION' }, 'asking', 'failed', false],
  ['a cut after it', { code: 'ECONNECTION' }, 'done', 'failed', true],
  ['no answer after it', { code: 'EABORT' }, 'done', 'failed', true],
] as const)('takes %s for what it is', (_, fields, handOver, kind, mayHaveArrived) => {
  expect(outcomeOf(failure(fields), handOver)).toEqual({ kind, error: 'It failed', mayHaveArrived });
});

it.each(['a@b', 'first.last+tag@mail.example.test', 'müller@example.test'])(
  'takes %s for an address',
  (text) => {
    expect(isAddress(text)).toBe(true);
  },
);

it.each(['', 'a', 'a@b, c@d', 'A <a@b>', 'a@b\r\nBcc: c@d', 'a b@c', `${'a'.repeat(250)}@example.test`])(
  'does not take %j for one address',
  (text) => {
    expect(isAddress(text)).toBe(false);
  },
);
