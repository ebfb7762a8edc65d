import type { Instant } from '@kanban/domain';
import type { BlockedSpell } from '../history/history.ts';
import { blockReasons } from './descriptions.ts';
import { createRandom } from './random.ts';
import type { SampleQueue } from './sample-stream.ts';
import type { SimulatedHistory } from './simulated-history.ts';
import { afterWork, workMinutesADay, workMinutesBetween } from './work-calendar.ts';

interface Visit {
  readonly item: number;
  readonly from: Instant;
  /** Null: it is still there. */
  readonly to: Instant | null;
}

const shareBlocked = 0.15;
/** Of the visits that last, by their beginning, the first and every fifth after it are blocked now. */
const oneBlockedOf = 5;
const medianMinutes = 600;

/**
 * What stood still in a simulated history: some of the visits to active queues of a working day and more, and some items
 * stand still at the end. A spell lies within its visit, so nothing moves while it is blocked. The same seed gives the
 * same spells, in the order of time.
 */
export function blockSpells(
  history: SimulatedHistory,
  queues: readonly SampleQueue[],
  seed: number,
  until: Instant,
): BlockedSpell[] {
  const random = createRandom(seed, 'blocks');
  const active = new Set(queues.filter(({ kind }) => kind === 'active').map(({ name }) => name));
  const visits = visitsOf(history, active);
  const blockedNow = new Set(
    visits.filter(({ to }) => to === null).filter((_, index) => index % oneBlockedOf === 0),
  );
  const spells: BlockedSpell[] = [];
  for (const visit of visits) {
    const minutes = workMinutesBetween(visit.from, visit.to ?? until);
    // Drawn for every visit, so that a later end changes nothing of a visit that was over.
    const [isChosen, lead, length] = [
      random.chance(shareBlocked),
      random.next(),
      random.logNormal(medianMinutes, 0.9),
    ];
    const reason = random.pick(blockReasons);
    if (!blockedNow.has(visit) && !(isChosen && minutes >= workMinutesADay)) continue;
    const blockedAt = afterWork(visit.from, minutes * 0.5 * lead);
    const end = afterWork(blockedAt, length);
    const lasts = visit.to === null && (blockedNow.has(visit) || end >= until);
    const unblockedAt = lasts ? null : Math.min(end, afterWork(visit.from, minutes * 0.95));
    const reference = history.items[visit.item]?.reference ?? '';
    // Within the visit even when it began and ended outside working hours.
    if (blockedAt >= visit.from && blockedAt < (visit.to ?? until))
      spells.push({ reference, reason, blockedAt, unblockedAt });
  }
  return spells.sort((a, b) => a.blockedAt - b.blockedAt);
}

/** By their beginning. */
function visitsOf({ steps }: SimulatedHistory, queues: ReadonlySet<string>): Visit[] {
  const open = new Map<number, Instant>();
  const visits: Visit[] = [];
  for (const { item, at, to } of steps) {
    const from = open.get(item);
    if (from !== undefined) visits.push({ item, from, to: at });
    if (to !== null && queues.has(to)) open.set(item, at);
    else open.delete(item);
  }
  for (const [item, from] of open) visits.push({ item, from, to: null });
  return visits.sort((a, b) => a.from - b.from || a.item - b.item);
}
