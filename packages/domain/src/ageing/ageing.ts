import { blockedWithin, isBlockedAt, overlap, readSpellSpans } from '../blocked-time.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { movesBack } from '../moved-back.ts';
import { flowQueues, isWipKind, type Queue, queuesById, type Visit } from '../queue.ts';
import {
  ascending,
  type PercentileTerms,
  type RankedPercentile,
  rankedPercentiles,
} from '../ranked-percentiles.ts';
import { isStalled } from '../stalled.ts';
import type { TimeBetween } from '../time-between.ts';
import type { Block } from '../time-spent.ts';
import { type Band, bandOf, NO_BAND } from './band.ts';
import { ageStart, type Measure, type StagePace } from './pace.ts';

/** An item that is neither finished nor dropped. */
export interface OpenItem {
  queueId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  /** All of them, in order; the last one lasts. */
  visits: readonly Visit[];
  blocks: readonly Block[];
  /** The last change of a field; null: never. */
  changedAt: Instant | null;
}

export interface AgeingTerms extends PercentileTerms {
  at: Instant;
  measure: Measure;
  between: TimeBetween;
  minimumSample: number;
  stalledDays: number;
}

export interface AgedItem<Item> extends Band {
  item: Item;
  enteredQueueAt: Instant;
  ageUs: DurationUs;
  /** All of its visits to the queue where it is, since its age began. */
  timeInQueueUs: DurationUs;
  /** While it was in progress. */
  blockedUs: DurationUs;
  isBlocked: boolean;
  isStalled: boolean;
  movedBack: boolean;
}

export interface Ageing<Item> {
  /** Backlogs, buffers and active queues in the order of flow; a backlog has no pace. */
  stages: { queue: Queue; items: AgedItem<Item>[]; pace: RankedPercentile[] }[];
  /** The oldest first. */
  items: AgedItem<Item>[];
  age: { items: number; meanUs: number | null; totalUs: DurationUs; percentiles: RankedPercentile[] };
}

/**
 * How old the work in progress is, and how old finished items were at the same stage. Work Item Age of The Kanban
 * Guide. With `measure` cycle only committed items have an age; with lead all open ones. Whatever began at `at` or
 * later does not count yet.
 */
export function ageing<Item extends OpenItem>(
  openItems: readonly Item[],
  paces: readonly StagePace[],
  queues: readonly Queue[],
  terms: AgeingTerms,
): Ageing<Item> {
  const read = readAge<Item>(paces, queues, terms);
  const items = openItems.flatMap((item) => read(item) ?? []);
  items.sort((a, b) => b.ageUs - a.ageUs);
  const byQueue = Map.groupBy(items, ({ item }) => item.queueId);
  const ages = new Map(paces.map(({ queue, ages }) => [queue.id, ages]));
  const all = ascending(items.map(({ ageUs }) => ageUs));
  const totalUs = all.reduce((sum, age) => sum + age, 0);
  return {
    stages: flowQueues(queues)
      .filter(({ kind }) => isWipKind(kind))
      .map((queue) => {
        const own = ages.get(queue.id);
        return { queue, items: byQueue.get(queue.id) ?? [], pace: own ? rankedPercentiles(own, terms) : [] };
      }),
    items,
    age: {
      items: all.length,
      meanUs: all.length === 0 ? null : totalUs / all.length,
      totalUs,
      percentiles: rankedPercentiles(all, terms),
    },
  };
}

/** The age of one open item; null if it has none with this measure. */
export function readAge<Item extends OpenItem>(
  paces: readonly StagePace[],
  queues: readonly Queue[],
  terms: AgeingTerms,
): (item: Item) => AgedItem<Item> | null {
  const { at, measure, between, minimumSample, stalledDays } = terms;
  const byId = queuesById(queues);
  const ages = new Map(paces.map(({ queue, ages }) => [queue.id, ages]));
  const spellSpans = readSpellSpans(queues);
  return (item) => {
    const { queueId, visits, blocks, changedAt, enteredAt } = item;
    const startedAt = ageStart(item, measure);
    const kind = byId.get(queueId)?.kind;
    if (startedAt === null || startedAt >= at || kind === undefined || !isWipKind(kind)) return null;
    const life = { from: startedAt, to: at };
    const enteredQueueAt = visits.at(-1)?.enteredAt ?? enteredAt;
    const ageUs = between(startedAt, at);
    const paceAges = ages.get(queueId);
    return {
      item,
      enteredQueueAt,
      ageUs,
      timeInQueueUs: timeIn(queueId, visits, life, between),
      blockedUs: spellSpans(visits).reduce(
        (sum, spell) => sum + blockedWithin(blocks, overlap(spell, life), between),
        0,
      ),
      isBlocked: isBlockedAt(blocks, at),
      isStalled: isStalled({ movedAt: enteredQueueAt, changedAt }, stalledDays, at),
      movedBack: movesBack(visits, byId).length > 0,
      ...(paceAges ? bandOf(ageUs, paceAges, terms, minimumSample) : NO_BAND),
    };
  };
}

function timeIn(
  queueId: number,
  visits: readonly Visit[],
  life: { from: Instant; to: Instant },
  between: TimeBetween,
) {
  let sum = 0;
  for (const visit of visits) {
    if (visit.queueId !== queueId) continue;
    const { from, to } = overlap(
      { from: visit.enteredAt, to: visit.leftAt ?? Number.POSITIVE_INFINITY },
      life,
    );
    if (from < to) sum += between(from, to);
  }
  return sum;
}
