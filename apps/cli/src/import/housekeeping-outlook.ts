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

/** Counts where the items of an import end, to say what housekeeping will do with them if nobody moves them. */
export class HousekeepingOutlook {
  readonly #kinds: ReadonlyMap<string, string>;
  /** By kind of queue. */
  readonly #counts = new Map<string, number>();

  constructor(queues: readonly Queue[]) {
    this.#kinds = new Map(queues.map(({ name, kind }) => [name, kind]));
  }

  add(steps: readonly Step[]): void {
    const queue = steps.at(-1)?.to;
    const kind = queue && this.#kinds.get(queue);
    if (kind) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** A sentence for each kind of work, and from which day on. Its days count from now, when the board comes to know of them. */
  async lines(connection: PoolConnection, stream: string): Promise<string[]> {
    const lines: string[] = [];
    for (const { setting, from, to, item, done } of tasks) {
      const count = this.#counts.get(from) ?? 0;
      if (count === 0 || ![...this.#kinds.values()].includes(to)) continue;
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
}
