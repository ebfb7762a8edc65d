import { expect, test } from 'vitest';
import * as contracts from './contracts.ts';
import { operations } from './operations.ts';

test('every operation of the client is one of the contracts, and none is missing', () => {
  const made = Object.values(contracts).map(({ operationId, method, path }) => [
    operationId,
    [method.toUpperCase(), path],
  ]);
  expect(operations).toEqual(Object.fromEntries(made));
});
