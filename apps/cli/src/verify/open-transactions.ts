import { describeTransaction, readOpenTransactions } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** Longer than any transaction of a person at a keyboard should hold locks. */
const LONG_SECONDS = 300;

/**
 * Transactions that hold locks for long and so may make movers wait, and what could not be read; one sentence each. Not
 * a difference: the data is right, and the transaction may belong to another program.
 */
export async function readLockHolders(connection: PoolConnection): Promise<string[]> {
  const { transactions, unseen } = await readOpenTransactions(connection, LONG_SECONDS);
  return [...transactions.map(describeTransaction), ...unseen].map((sentence) => `note: ${sentence}`);
}
