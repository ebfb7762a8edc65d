import {
  formatInstant,
  type Instant,
  InvalidInput,
  NoWorkingTime,
  type SlaItem,
  slaStateOf,
} from '@kanban/domain';
import type { PoolConnection } from 'mysql2/promise';
import type { ItemHistory } from '../history/history.ts';
import type { Queue, Stream } from '../history/streams.ts';
import { databaseNow, readSlaTerms } from '../housekeeping/sla-terms.ts';
import { counted } from '../terminal/counted.ts';

const committing: readonly string[] = ['buffer', 'active', 'delivered', 'completed'];
const open: readonly string[] = ['backlog', 'buffer', 'active'];

/** Reports what the SLA sweeps will flag among the new items of an import if nobody finishes them. */
export class SlaOutlook {
  readonly #stateOf: (item: SlaItem) => ReturnType<typeof slaStateOf>;
  readonly #now: Instant;
  readonly #kinds: ReadonlyMap<string, string>;
  #aheadCount = 0;
  #passedCount = 0;
  #firstDeadline = Number.POSITIVE_INFINITY;

  private constructor(
    stateOf: (item: SlaItem) => ReturnType<typeof slaStateOf>,
    now: Instant,
    queues: readonly Queue[],
  ) {
    this.#stateOf = stateOf;
    this.#now = now;
    this.#kinds = new Map(queues.map(({ name, kind }) => [name, kind]));
  }

  /** Undefined if the stream has no terms, or terms that cannot be evaluated; the sweeps report that themselves. */
  static async of(
    connection: PoolConnection,
    stream: Stream,
    queues: readonly Queue[],
  ): Promise<SlaOutlook | undefined> {
    const terms = (await readSlaTerms(connection)).find((each) => each.stream.id === stream.id);
    const now = await databaseNow(connection);
    const promised = terms && possibly(terms.terms);
    if (!promised) return undefined;
    return new SlaOutlook((item) => slaStateOf(item, promised, terms.atRiskShare, now), now, queues);
  }

  add({ item, known, steps }: ItemHistory): void {
    const queue = steps.at(-1)?.to;
    if (known || !queue || !open.includes(this.#kinds.get(queue) ?? '')) return;
    const isCommitted = steps.some(({ to }) => to !== null && committing.includes(this.#kinds.get(to) ?? ''));
    // Clocks of policies begin now, when the board comes to know of the item.
    const { dateDue: dueAt, classOfService, type } = item;
    const times = { enteredAt: this.#now, committedAt: isCommitted ? this.#now : null };
    const state = possibly(() => this.#stateOf({ ...times, dueAt, classOfService, type }));
    if (state?.flag === 'breached') this.#passedCount++;
    else if (state) {
      this.#aheadCount++;
      this.#firstDeadline = Math.min(this.#firstDeadline, state.deadline.at);
    }
  }

  /** One sentence for future deadlines and one for past ones. */
  lines(): string[] {
    const lines: string[] = [];
    if (this.#aheadCount > 0)
      lines.push(
        `SLA sweeps: ${counted(this.#aheadCount, 'open item')} will be told as at risk and as breached, if not finished; the first deadline is ${formatInstant(this.#firstDeadline).slice(0, 16).replace('T', ' ')} UTC.`,
      );
    if (this.#passedCount > 0)
      lines.push(
        `SLA sweeps: of ${counted(this.#passedCount, 'open item')} whose due date has passed nothing will be said.`,
      );
    return lines;
  }
}

/** Undefined if the zone or the hours of the stream are invalid. */
function possibly<T>(reckon: () => T): T | undefined {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof NoWorkingTime || error instanceof InvalidInput || error instanceof RangeError)
      return undefined;
    throw error;
  }
}
