import { DAY, formatInstant, type Instant } from '@kanban/domain';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Step } from '../history/history.ts';
import type { Queue } from '../history/streams.ts';
import { counted } from '../terminal/counted.ts';

const tasks = [
  {
    setting: 'complete_after_days',
    from: 'delivered',
    to: 'completed',
    item: 'delivered item',
    done: 'completed',
  },
  {
    setting: 'stale_backlog_days',
    from: 'backlog',
    to: 'dropped',
    item: 'backlog item',
    done: 'dropped, with a mail to who logged it',
  },
] as const;

/**
 * What housekeeping will do with the items of an import if nobody moves them, and from which day on: a sentence for each kind of
 * work. Its days count from now, when the board comes to know of them.
 */
export async function housekeepingOutlook(
  connection: PoolConnection,
  stream: string,
  queues: readonly Queue[],
  steps: readonly Step[],
): Promise<string[]> {
  const kinds = new Map(queues.map(({ name, kind }) => [name, kind]));
  const last = new Map<number, string | null>(steps.map(({ item, to }) => [item, to]));
  const lines: string[] = [];
  for (const { setting, from, to, item, done } of tasks) {
    const count = [...last.values()].filter((queue) => queue !== null && kinds.get(queue) === from).length;
    if (count === 0 || ![...kinds.values()].includes(to)) continue;
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT setting_value(?, ?) AS days, UTC_TIMESTAMP(6) AS now',
      [setting, stream],
    );
    if (row?.days === 'off') continue;
    const on = formatInstant(((row?.now as Instant) + Number(row?.days) * DAY) as Instant).slice(0, 10);
    lines.push(
      `Housekeeping: ${counted(count, item)} will be ${done}, from ${on} on (${setting} ${row?.days}).`,
    );
  }
  return lines;
}
