import { expect, it } from 'vitest';
import { readOptions, usage } from './options.ts';

it('grows with the minutes by default', () => {
  const read = (minutes: string) => readOptions(['--minutes', minutes, '--seed', '3'], 'here');
  expect(read('10')).toMatchObject({ seed: 3, lengthMs: 600_000, events: 5_000, folder: 'here' });
  expect(read('10')?.counts).toMatchObject({ kills: 300, flushes: 10, mailOutages: 30 });
  // A short run still has some of each.
  expect(read('0.2')?.counts).toMatchObject({ flushes: 2, databaseRestarts: 2, mailOutages: 10, others: 2 });
});

it.each([
  [['--kills', 'many'], '--kills is many but must be a number from 0 on'],
  [['--relays', '0'], '--relays is 0 but must be a number from 1 on'],
  [['--seed', '1.5'], '--seed is 1.5 but must be'],
  [['--database', 'oracle'], '--database is oracle but must be mariadb or mysql'],
])('refuses %j with a sentence', (args, sentence) => {
  expect(() => readOptions(args, 'here')).toThrow(sentence);
});

it('says in its help what every option means', () => {
  expect(readOptions(['--help'], 'here')).toBeUndefined();
  for (const name of [
    'seed',
    'minutes',
    'events',
    'crowd',
    'kills',
    'flushes',
    'others',
    'database',
    'out',
  ]) {
    expect(usage).toContain(`--${name} `);
  }
});
