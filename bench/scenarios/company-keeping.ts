import { readerDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { companyOf } from '../company/companies.ts';
import { plainConnection } from '../company/plain-connection.ts';
import { type Benchmark, timeMs } from '../measurement.ts';
import { kanban } from '../processes.ts';

const DELIVERED = `FROM queues q JOIN work_items w ON w.reference = q.reference
  JOIN wip_limits l ON l.value_stream = w.value_stream AND l.queue_name = q.queue_name AND l.kind = 'delivered'`;
const LOG = `SELECT item_id, occurred_at, from_queue_id, to_queue_id, HEX(chain_hash) FROM audit_log`;

/**
 * A sweep of all delivered cards that finds none to complete, and `kanban verify` of the whole log: the commands as they are run, beside
 * reading the cards, and the log, once by mysql2.
 */
export const companyKeeping: Benchmark = async function* ({ quick, log }) {
  for (const server of readerDatabases()) {
    const { database, rows } = await companyOf(server, quick ? 0 : 1, log);
    const connection = await plainConnection(database.url);
    try {
      const [[counted]] = await connection.query<RowDataPacket[]>(`SELECT COUNT(*) AS cards ${DELIVERED}`);
      await connection.query("REPLACE INTO settings (name, value) VALUES ('complete_after_days', '99999')");
      for (const [name, command, sql] of [
        [`sweep of ${counted?.cards} delivered cards`, sweep, `SELECT q.reference, q.moved_at ${DELIVERED}`],
        [`verify of ${rows} rows`, ['verify'], LOG],
      ] as const) {
        const bareMs = await timeMs(() => connection.query(sql));
        const ms = await timeMs(() => kanban(command, database.url));
        log(`${server.name}: ${name}: ${Math.round(ms)} ms`);
        yield {
          ...{ name, server: server.name, unit: 's', ours: ms / 1000, baselineName: 'SELECT of its rows' },
          ...{
            baseline: bareMs / 1000,
            ratio: ms / bareMs,
            aim: name.startsWith('verify') ? '≤ 60 s' : 'seconds',
          },
        };
      }
    } finally {
      await connection.end();
    }
  }
};

const sweep = ['housekeeping', '--tasks', 'complete-delivered', 'flag-slas', 'flag-ages'];
