import { expect, test } from 'vitest';
import { describeTransaction, xidOf } from './open-transactions.ts';

test('the name of a prepared transaction is written as XA ROLLBACK wants it', () => {
  expect(xidOf('0x61626300', 3, 7)).toBe("X'616263',X'00',7");
  expect(xidOf('0x61', 1, 1)).toBe("X'61',X'',1");
});

test('says who holds locks since when, and what to do', () => {
  expect(describeTransaction({ connectionId: 7, login: 'ada', database: 'board', seconds: 400 })).toBe(
    'connection 7 of ada in board holds locks for 400 seconds: let it end its transaction, or KILL 7',
  );
  expect(describeTransaction({ xid: "X'61',X'',1" })).toBe(
    "a transaction prepared by XA holds locks: XA ROLLBACK X'61',X'',1, or XA COMMIT",
  );
  expect(describeTransaction({ seconds: 30 })).toBe(
    'a transaction prepared by XA holds locks for 30 seconds: XA RECOVER names it, XA ROLLBACK or XA COMMIT ends it',
  );
});
