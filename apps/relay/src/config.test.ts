import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const env = { DATABASE_URL: 'mysql://root@127.0.0.1/kanban', REDIS_URL: 'redis://127.0.0.1/0' };

it('needs two addresses and has a default for everything else', () => {
  expect(readConfig(env)).toMatchObject({
    queuePrefix: '{kanban-kanban}',
    defaultRecipient: 'kanban@localhost',
  });
});

it('takes an empty DEFAULT_RECIPIENT for nobody', () => {
  expect(readConfig({ ...env, DEFAULT_RECIPIENT: '' }).defaultRecipient).toBe('');
});

it.each([
  [{ DATABASE_URL: '' }, /^DATABASE_URL is not set/],
  [{ DATABASE_URL: 'mysql://x', QUEUE_PREFIX: 'mine' }, /^DATABASE_URL names no database/],
  [{ REDIS_URL: 'http://x' }, /^REDIS_URL is not an address/],
  [{ RELAY_BATCH_SIZE: '0' }, /^RELAY_BATCH_SIZE is 0 but must be a whole number from 1 to 5000/],
  [{ METRICS_PORT: '99999' }, /^METRICS_PORT is 99999/],
])('refuses %j with a sentence that names the variable', (bad, sentence) => {
  expect(() => readConfig({ ...env, ...bad })).toThrow(sentence);
});
