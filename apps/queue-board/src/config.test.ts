import { BadConfig } from '@kanban/service';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const env = { REDIS_URL: 'redis://127.0.0.1:6379/0', API_TOKENS: 'a-token-of-enough-length' };

test('it listens on the loopback and is read-only, unless told otherwise', () => {
  expect(readConfig(env)).toMatchObject({ host: '127.0.0.1', port: 8081, isWritable: false });
  expect(readConfig({ ...env, QUEUE_BOARD_WRITABLE: 'true' }).isWritable).toBe(true);
});

test.each([
  [{ API_TOKENS: '' }, /API_TOKENS is not set/],
  [{ API_TOKENS: 'short' }, /token 1 is shorter/],
  [{ QUEUE_BOARD_WRITABLE: 'yes' }, /QUEUE_BOARD_WRITABLE/],
  [{ REDIS_URL: 'http://x' }, /REDIS_URL/],
])('%o is refused', (bad, sentence) => {
  expect(() => readConfig({ ...env, ...bad })).toThrow(BadConfig);
  expect(() => readConfig({ ...env, ...bad })).toThrow(sentence);
});
