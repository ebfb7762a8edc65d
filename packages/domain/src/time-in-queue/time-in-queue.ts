import type { Measure } from '../ageing/pace.ts';
import type { Span } from '../blocked-time.ts';
import type { Instant } from '../instant.ts';
import type { Queue } from '../queue.ts';
import type { PercentileTerms } from '../ranked-percentiles.ts';
import type { TimeBetween } from '../time-between.ts';
import { bottleneckOf, type Held, heldByQueue } from './bottleneck.ts';
import { type Efficiency, efficiencyOf } from './efficiency.ts';
import { type ItemTimes, readItemTimes, type SpentItem, type TimedStay } from './item-times.ts';
import { type QueueTimes, queueTimesOf } from './queue-times.ts';
import { type WindowFacts, windowFacts } from './window-facts.ts';

export interface TimeInQueueTerms extends PercentileTerms {
  /**
   * `finished`: items finished in the range, from start to finish. `window`: the part of every item within the range.
   */
  scope: 'finished' | 'window';
  range: Span;
  at: Instant;
  measure: Measure;
  between: TimeBetween;
  /** With fewer items no bottleneck is named. */
  minimumSample: number;
}

/** Facts of the window are null with `scope` finished, those of active queues null for others. */
export type QueueRow = QueueTimes & { [Fact in keyof WindowFacts]: WindowFacts[Fact] | null } & {
  [Fact in keyof Held]: Held[Fact] | null;
};

export interface TimeInQueue<Item> {
  queues: QueueRow[];
  /** The active queue whose work and waiting took most time; null with too few items. */
  bottleneck: Queue | null;
  efficiency: Efficiency;
  /** In the order of the items given. */
  items: ItemTimes<Item>[];
}

const NO_FACTS: { [Fact in keyof WindowFacts]: null } = {
  averageItems: null,
  arrivals: null,
  departures: null,
  growth: null,
  isGrowing: null,
  wipLevels: null,
  wipLevel85: null,
};
const NOT_HELD: { [Fact in keyof Held]: null } = { heldUs: null, heldShare: null, waitShare: null };

/**
 * Where the time goes. `items` may hold any; with `scope` finished those finished in the range count, clipped to their start and
 * finish, else all that were in progress in it. Rows add up to Σ (finished − start), or to the spells within the range.
 */
export function timeInQueue<Item extends SpentItem>(
  items: readonly Item[],
  queues: readonly Queue[],
  terms: TimeInQueueTerms,
): TimeInQueue<Item> {
  const { scope, minimumSample, between } = terms;
  const span = { from: terms.range.from, to: Math.min(terms.range.to, terms.at) };
  const read = readItemTimes<Item>(queues, between);
  const times = items.flatMap((item) => {
    const own =
      scope === 'finished' ? lifeOf(item, span, terms.measure) : presenceOf(item, span, terms.measure);
    if (own === null) return [];
    const answer = read(item, own, scope === 'finished');
    return scope === 'window' && answer.stays.length === 0 ? [] : [answer];
  });
  const rows = queueTimesOf(times, queues, terms);
  const held = heldByQueue(rows);
  const stays = scope === 'window' ? Map.groupBy(staysOf(times), ({ queueId }) => queueId) : null;
  const worst = times.length < minimumSample ? null : bottleneckOf(held);
  return {
    queues: rows.map((row) => ({
      ...row,
      ...(stays && row.queue ? windowFacts(stays.get(row.queue.id) ?? [], span, between) : NO_FACTS),
      ...((row.queue && held.get(row.queue.id)) ?? NOT_HELD),
    })),
    bottleneck: queues.find(({ id }) => id === worst) ?? null,
    efficiency: efficiencyOf(times, terms),
    items: times,
  };
}

/** From start to finish; null unless it was finished in the range. */
function lifeOf(
  { finishedAt, enteredAt, committedAt }: SpentItem,
  range: Span,
  measure: Measure,
): Span | null {
  if (finishedAt === null || finishedAt < range.from || finishedAt >= range.to) return null;
  const from = measure === 'lead' ? enteredAt : committedAt;
  return from === null ? null : { from, to: finishedAt };
}

/** The part of the range in which its clock ran; its stays are cut to it. */
function presenceOf({ enteredAt, committedAt }: SpentItem, range: Span, measure: Measure): Span | null {
  const startedAt = measure === 'lead' ? enteredAt : committedAt;
  if (startedAt === null || startedAt >= range.to) return null;
  return { from: Math.max(startedAt, range.from), to: range.to };
}

function* staysOf(times: readonly ItemTimes<unknown>[]): Generator<TimedStay> {
  for (const { stays } of times) yield* stays;
}
