import {
  deadlineOf,
  formatInstant,
  type Instant,
  InvalidInput,
  NoWorkingTime,
  type SlaItem,
  type SlaTerms,
} from '@kanban/domain';
import type { PoolConnection } from 'mysql2/promise';
import type { ItemHistory } from '../history/history.ts';
import type { Queue, Stream } from '../history/streams.ts';
import { databaseNow, readSlaTerms } from '../housekeeping/sla-terms.ts';
import { counted } from '../terminal/counted.ts';

const committing: readonly string[] = ['buffer', 'active', 'delivered', 'completed'];
const open: readonly string[] = ['backlog', 'buffer', 'active'];

/** Reports which new items of an import have a deadline ahead that the SLA sweeps will speak of if nobody finishes them. */
export class SlaOutlook {
  readonly #terms: SlaTerms;
  readonly #now: Instant;
  /** Whether a share of the time until a deadline puts an item at risk; else only what others took does. */
  readonly #hasShare: boolean;
  readonly #kinds: ReadonlyMap<string, string>;
  #aheadCount = 0;
  #passedCount = 0;
  #firstDeadline = Number.POSITIVE_INFINITY;

  private constructor(terms: SlaTerms, now: Instant, queues: readonly Queue[], hasShare: boolean) {
    this.#terms = terms;
    this.#now = now;
    this.#hasShare = hasShare;
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
    return new SlaOutlook(promised, now, queues, terms.atRiskShare !== null);
  }

  add({ item, known, steps }: ItemHistory): void {
    const queue = steps.at(-1)?.to;
    if (known || !queue || !open.includes(this.#kinds.get(queue) ?? '')) return;
    const [entry] = steps;
    const commitment = steps.find(({ to }) => to !== null && committing.includes(this.#kinds.get(to) ?? ''));
    if (!entry) return;
    const { dateDue: dueAt, classOfService, type } = item;
    const promised: SlaItem = {
      ...{ dueAt, classOfService, type },
      enteredAt: entry.at,
      committedAt: commitment?.at ?? null,
    };
    const deadline = possibly(() => deadlineOf(promised, this.#terms));
    if (!deadline) return;
    if (deadline.at < this.#now) this.#passedCount++;
    else {
      this.#aheadCount++;
      this.#firstDeadline = Math.min(this.#firstDeadline, deadline.at);
    }
  }

  /** One sentence for future deadlines and one for past ones. */
  lines(): string[] {
    const lines: string[] = [];
    if (this.#aheadCount > 0)
      lines.push(
        `SLA sweeps: ${counted(this.#aheadCount, 'open item')} will be told as ${this.#hasShare ? 'at risk' : 'likely late'}, unless it is so already, and as breached, if not finished; the first deadline is ${formatInstant(this.#firstDeadline).slice(0, 16).replace('T', ' ')} UTC.`,
      );
    if (this.#passedCount > 0)
      lines.push(
        `SLA sweeps: of ${counted(this.#passedCount, 'open item')} whose deadline has passed nothing will be said.`,
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
