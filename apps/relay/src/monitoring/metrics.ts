import { withConnection } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What a relay counts; the backlog is read from the database when it is asked for. */
export function createMetrics(pool: Pool, deadlineMs: number) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  new Gauge({
    name: 'kanban_deliveries_open',
    help: 'Deliveries that are not settled, by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const rows = await ask(
        `SELECT state, COUNT(*) AS total FROM deliveries
         WHERE state IN ('pending', 'queued', 'sending') GROUP BY state`,
      );
      this.reset();
      for (const row of rows) this.set({ state: String(row.state) }, Number(row.total));
    },
  });
  new Gauge({
    name: 'kanban_events_pending',
    help: 'Events that are not fanned out',
    registers,
    async collect() {
      const rows = await ask('SELECT COUNT(*) AS total FROM outbox_events WHERE fanned_out_at IS NULL');
      this.set(Number(rows[0]?.total ?? 0));
    },
  });
  new Gauge({
    name: 'kanban_oldest_unprocessed_event_age_seconds',
    help: 'Age of the oldest event that is not processed; 0 when there is none',
    registers,
    async collect() {
      const rows = await ask(
        `SELECT TIMESTAMPDIFF(MICROSECOND, created_at, UTC_TIMESTAMP(6)) / 1e6 AS age
         FROM outbox_events WHERE processed_at IS NULL ORDER BY id LIMIT 1`,
      );
      this.set(Number(rows[0]?.age ?? 0));
    },
  });

  async function ask(sql: string): Promise<RowDataPacket[]> {
    const [rows] = await withConnection(pool, deadlineMs, (connection) =>
      connection.query<RowDataPacket[]>(sql),
    );
    return rows;
  }

  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    registry,
    eventsFannedOut: counter('kanban_events_fanned_out_total', 'Events turned into deliveries'),
    eventsRefused: counter('kanban_events_refused_total', 'Tries to fan out an event that failed'),
    published: counter('kanban_deliveries_published_total', 'Jobs put into Redis'),
    expiredClaims: counter('kanban_claims_expired_total', 'Deliveries taken back from a notifier that died'),
    requeued: counter('kanban_deliveries_requeued_total', 'Queued deliveries whose job may have got lost'),
  };
}
