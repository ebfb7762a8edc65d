import { readOpenTransactions, withConnection } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';
import { Gauge, type Registry } from 'prom-client';

/** Longer than any transaction of a person at a keyboard should hold locks. */
const LONG_SECONDS = 300;

/**
 * Reports how many transactions hold locks for long, read at each scrape: those of connections to this board, and those
 * prepared by XA, whose database the server does not name. NaN if the login may not see them. Only `kanban verify`
 * names them; nothing is stopped because of them.
 */
export function measureOpenTransactions(registry: Registry, pool: Pool, deadlineMs: number): void {
  new Gauge({
    name: 'kanban_open_transactions',
    help: 'Transactions that hold locks for more than five minutes, or are prepared by XA; NaN when they are not to be seen',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const { transactions, unseen } = await withConnection(pool, deadlineMs, (connection) =>
        // A prepared one that is gone by the next scrape raises no alert.
        readOpenTransactions(connection, LONG_SECONDS, async () => {}),
      );
      const held = transactions.filter((one) => one.connectionId !== undefined && one.isOwn);
      const prepared = transactions.filter(({ connectionId }) => connectionId === undefined);
      const isHidden = unseen.some((sentence) => sentence.startsWith('open transactions'));
      this.set({ kind: 'held' }, isHidden ? Number.NaN : held.length);
      this.set({ kind: 'prepared' }, isHidden && unseen.length > 1 ? Number.NaN : prepared.length);
    },
  });
}
