import { expect, it } from 'vitest';
import { isRetryable, withRemedy } from './retry.ts';

it.each([
  ['a conflict that Galera finds at COMMIT', { errno: 1213, code: 'ER_LOCK_DEADLOCK' }, true],
  ['a row that changed after the snapshot on MariaDB', { errno: 1020, code: 'ER_CHECKREAD' }, true],
  ['a node that has left its cluster', { errno: 1047, code: 'ER_UNKNOWN_COM_ERROR' }, true],
  ['a connection that was lost', { fatal: true, code: 'PROTOCOL_CONNECTION_LOST' }, true],
  ['a connection that was closed before the statement, which has no number', { fatal: true }, true],
  [
    'a refused login, though the driver calls it fatal',
    { fatal: true, errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' },
    false,
  ],
  ['a refusal of the board', { errno: 9101, sqlState: '45000' }, false],
  ['an error of the program', new TypeError('not a function'), false],
])('says whether trying again may help: %s', (_, error, expected) => {
  expect(isRetryable(error)).toBe(expected);
});

it('names the command once if an INSERT repeatedly finds no id, and leaves other errors unchanged', () => {
  const error = Object.assign(new Error('Failed to read auto-increment value'), { errno: 1467 });
  expect((withRemedy(withRemedy(error)) as Error).message).toBe(
    'Failed to read auto-increment value: if this stays, ids of a table have come to their end: run `kanban mend ids`',
  );
  const other = Object.assign(new Error('Deadlock found'), { errno: 1213 });
  expect((withRemedy(other) as Error).message).toBe('Deadlock found');
});
