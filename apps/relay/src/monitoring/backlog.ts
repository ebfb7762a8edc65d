import { largest } from '@kanban/domain';
import { withConnection } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { Gauge, type Registry } from 'prom-client';

/** The backlog, by channel. */
export interface Backlog {
  readonly open: readonly { channel: string; state: string; total: number }[];
  /** Age in seconds of the oldest one that does not wait on purpose. */
  readonly oldestDelivery: readonly { channel: string; age: number }[];
  readonly deadLetters: readonly { channel: string; total: number }[];
  readonly eventsPending: number;
  readonly oldestPendingEvent: number;
  readonly oldestUnprocessedEvent: number;
}

/**
 * Reads the backlog, by the database's clock. The cost depends on open and dead deliveries, not on all that were ever
 * sent: it reads ranges of deliveries_due (state, …), outbox_events_pending and outbox_events_unprocessed. No locks.
 *
 * A first attempt that is not due yet waits on purpose (quiet hours, a digest), or the publishing relay has just leased
 * it: neither is late. A delivery that waits after a failure counts as late, because its recipient has no message yet.
 */
export async function readBacklog(pool: Pool, deadlineMs: number): Promise<Backlog> {
  return withConnection(pool, deadlineMs, async (connection) => {
    const ask = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
    const open = await ask(
      `SELECT channel, state, COUNT(*) AS total,
              MAX(IF(state = 'pending' AND attempts = 0 AND due_at > UTC_TIMESTAMP(6), 0,
                     TIMESTAMPDIFF(MICROSECOND, created_at, UTC_TIMESTAMP(6)))) / 1e6 AS age
       FROM deliveries WHERE state IN ('pending', 'queued', 'sending') GROUP BY channel, state`,
    );
    const dead = await ask(
      `SELECT channel, COUNT(*) AS total FROM deliveries
       WHERE state = 'dead' AND dropped_at IS NULL AND carried_by IS NULL GROUP BY channel`,
    );
    const pending = await ask('SELECT COUNT(*) AS total FROM outbox_events WHERE fanned_out_at IS NULL');
    const ageOfOldest = (column: string) =>
      ask(
        `SELECT TIMESTAMPDIFF(MICROSECOND, created_at, UTC_TIMESTAMP(6)) / 1e6 AS age
         FROM outbox_events WHERE ${column} IS NULL ORDER BY id LIMIT 1`,
      );
    const [[oldestPending], [oldestUnprocessed]] = [
      await ageOfOldest('fanned_out_at'),
      await ageOfOldest('processed_at'),
    ];
    const byChannel = Map.groupBy(open, (row) => String(row.channel));
    return {
      open: open.map((row) => ({
        channel: String(row.channel),
        state: String(row.state),
        total: Number(row.total),
      })),
      oldestDelivery: [...byChannel].map(([channel, rows]) => ({
        channel,
        age: largest(rows.map((row) => Number(row.age))),
      })),
      deadLetters: dead.map((row) => ({ channel: String(row.channel), total: Number(row.total) })),
      eventsPending: Number(pending[0]?.total ?? 0),
      oldestPendingEvent: Number(oldestPending?.age ?? 0),
      oldestUnprocessedEvent: Number(oldestUnprocessed?.age ?? 0),
    };
  });
}

/**
 * Reports the backlog in `registry`, read at each scrape. Several relays report the same, so take the maximum.
 * `channels` report 0 if nothing waits, so that graphs have no holes and alerts end.
 */
export function measureBacklog(
  registry: Registry,
  channels: readonly string[],
  read: () => Promise<Backlog>,
): void {
  const registers = [registry];
  // One reading serves all gauges of a scrape.
  let reading: Promise<Backlog> | undefined;
  const readOnce = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  new Gauge({
    name: 'kanban_deliveries_open',
    help: 'Deliveries that are not settled, by channel and state',
    labelNames: ['channel', 'state'],
    registers,
    async collect() {
      const { open } = await readOnce();
      this.reset();
      for (const channel of channels)
        for (const state of ['pending', 'queued', 'sending']) this.set({ channel, state }, 0);
      for (const { channel, state, total } of open) this.set({ channel, state }, total);
    },
  });
  new Gauge({
    name: 'kanban_oldest_open_delivery_age_seconds',
    help: 'Age of the oldest delivery that is not settled, but for those held back on purpose; 0 when there is none',
    labelNames: ['channel'],
    registers,
    async collect() {
      const { oldestDelivery } = await readOnce();
      this.reset();
      for (const channel of channels) this.set({ channel }, 0);
      for (const { channel, age } of oldestDelivery) this.set({ channel }, age);
    },
  });
  new Gauge({
    name: 'kanban_dead_letters',
    help: 'Deliveries given up that nobody has sent again or dropped',
    labelNames: ['channel'],
    registers,
    async collect() {
      const { deadLetters } = await readOnce();
      this.reset();
      for (const channel of channels) this.set({ channel }, 0);
      for (const { channel, total } of deadLetters) this.set({ channel }, total);
    },
  });
  const gauge = (name: string, help: string, read: (backlog: Backlog) => number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(read(await readOnce()));
      },
    });
  gauge('kanban_events_pending', 'Events that are not fanned out', (backlog) => backlog.eventsPending);
  gauge(
    'kanban_oldest_pending_event_age_seconds',
    'Age of the oldest event that is not fanned out; 0 when there is none',
    (backlog) => backlog.oldestPendingEvent,
  );
  gauge(
    'kanban_oldest_unprocessed_event_age_seconds',
    'Age of the oldest event that is not processed; 0 when there is none',
    (backlog) => backlog.oldestUnprocessedEvent,
  );
}
