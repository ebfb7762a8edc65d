import { describeTransaction, readOpenTransactions } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** Longer than any transaction of a person at a keyboard should hold locks. */
const LONG_SECONDS = 300;

/**
 * Who holds locks for long and so may keep movers waiting, and what of that could not be looked at; a sentence each. No
 * difference: what is kept is right, and the transaction may be of another program on the server.
 */
export async function readLockHolders(connection: PoolConnection): Promise<string[]> {
  const { transactions, unseen } = await readOpenTransactions(connection, LONG_SECONDS);
  return [...transactions.map(describeTransaction), ...unseen].map((sentence) => `note: ${sentence}`);
}
