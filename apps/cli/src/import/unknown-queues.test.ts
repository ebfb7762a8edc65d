import { expect, test } from 'vitest';
import { refuseUnknownQueues } from './unknown-queues.ts';

test('unknown queues are refused, each named with how often it stands there', () => {
  const named: [string, number][] = [
    ['Review', 2],
    ['Build', 3],
    ['(none)', 1],
    ['Live', 1],
  ];
  expect(() => refuseUnknownQueues(named, ['Backlog', 'Build', 'Done'])).toThrow(
    'The file names queues that --queues lacks: Review (2 times), Live (1 times). --queues and the stream have: Backlog, Build, Done.',
  );
  expect(() => refuseUnknownQueues(named, ['Review', 'Build', 'Live'])).not.toThrow();
});

test.each(['NULL', '\\N'])(
  '%s, as clients of databases export no queue, is refused with what to write',
  (text) => {
    expect(() => refuseUnknownQueues([[text, 4]], ['Backlog'])).toThrow(
      /Backlog\. If NULL means no queue, leave the cell empty\.$/,
    );
    expect(() => refuseUnknownQueues([['Live', 1]], ['Backlog'])).not.toThrow(/NULL/);
  },
);
