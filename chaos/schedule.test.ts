import { expect, it } from 'vitest';
import { mailOutages } from './mail/behaviour.ts';
import { type FaultKind, faultKinds, lineNames, planFaults, programNames } from './schedule.ts';

const programs = { relays: 2, notifiers: 3, boards: 1 };
const counts = {
  kills: 60,
  flushes: 4,
  databaseRestarts: 5,
  redisRestarts: 3,
  mailOutages: mailOutages.length,
  others: 6,
};
const plan = (seed: number) => planFaults(seed, 60_000, counts, programs);

it('makes the same schedule of faults for the same seed, and another one for another', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
});

it('has as many of each as was asked for, all within the time, in its order', () => {
  const faults = plan(7);
  const of = (kind: FaultKind) => faults.filter((fault) => fault.kind === kind);
  const restarts = [...of('kill'), ...of('clean restart')].map(({ target }) => target);
  expect(of('kill')).toHaveLength(60);
  expect(of('flush of Redis')).toHaveLength(4);
  expect(restarts.filter((target) => target === 'database')).toHaveLength(5);
  expect(restarts.filter((target) => target === 'redis')).toHaveLength(3);
  expect(new Set(of('mail outage').map(({ target }) => target))).toEqual(new Set(mailOutages));
  for (const kind of faultKinds) expect(of(kind).length, kind).toBeGreaterThan(0);
  const times = faults.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.every((atMs) => atMs >= 0 && atMs < 60_000)).toBe(true);
});

it('knows every process and every line between two of them', () => {
  expect(programNames(programs)).toEqual([
    'relay-1',
    'relay-2',
    'notifier-1',
    'notifier-2',
    'notifier-3',
    'board-1',
  ]);
  expect(lineNames({ relays: 1, notifiers: 1, boards: 1 })).toEqual([
    'relay-1 to database',
    'relay-1 to redis',
    'notifier-1 to database',
    'notifier-1 to redis',
    'notifier-1 to mail',
    'board-1 to database',
  ]);
});
