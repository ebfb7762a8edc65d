import { expect, test } from 'vitest';
import { readableLine } from './readable-line.mjs';

test('a log line of an app is its message, its reason and its own fields', () => {
  const line = {
    level: 50,
    time: 1,
    pid: 2,
    hostname: 'h',
    name: 'relay',
    msg: 'cannot publish',
    err: { message: 'refused' },
    rows: 3,
  };
  expect(readableLine(JSON.stringify(line))).toBe('error: cannot publish (refused) rows=3');
});

test('what is no log line is shown as it is', () => {
  for (const line of ['', 'plain', '{broken', '{"no":"message"}']) expect(readableLine(line)).toBe(line);
});
