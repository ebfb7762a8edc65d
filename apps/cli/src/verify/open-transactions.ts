import { describeTransaction, readOpenTransactions } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** Longer than any transaction of a person at a keyboard should hold locks. */
const LONG_SECONDS = 300;

/**
 * One sentence for each transaction that has held locks for long, so that movers may wait, and for what could not be read. They
 * are not differences: the data is right, and the transaction may belong to another program.
 */
export async function readLockHolders(connection: PoolConnection): Promise<string[]> {
  const { transactions, unseen } = await readOpenTransactions(connection, LONG_SECONDS);
  return [...transactions.map(describeTransaction), ...unseen].map((sentence) => `note: ${sentence}`);
}
