import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf } from './address.ts';
import { ApiFailure } from './failure.ts';

const value = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.string({
    minLength: 1,
    unit: fc.constantFrom('.', '/', '?', '#', '%', '2', '5', 'E', '\\', ' ', '&', '{', '}'),
  }),
);

test('a server reads every parameter as it was given, in the path and in the query', () => {
  fc.assert(
    fc.property(value, value, (reference, stream) => {
      fc.pre(!['.', '..'].includes(reference));
      const address = addressOf('http://host/below', '/v1/work-items/{reference}', { stream, reference });
      const { pathname, searchParams, hash } = new URL(address);
      expect(pathname.split('/').slice(0, 4)).toEqual(['', 'below', 'v1', 'work-items']);
      expect(pathname.split('/').slice(4).map(decodeURIComponent)).toEqual([reference]);
      expect([[...searchParams], hash]).toEqual([[['stream', stream]], '']);
    }),
  );
});

test('what is undefined is left out', () => {
  expect(addressOf('http://host', '/v1/queues', { stream: undefined })).toBe('http://host/v1/queues');
});

test('a value that would leave the path is refused with a sentence', () => {
  const ask = () => addressOf('http://host', '/v1/work-items/{reference}', { reference: '..' });
  expect(ask).toThrow(ApiFailure);
  expect(ask).toThrow('An item whose reference is “..” cannot be asked for: no address can hold it.');
});
