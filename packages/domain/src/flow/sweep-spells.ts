import type { DurationUs, Instant } from '../instant.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';

/** What happened between two instants, the first included and the second not. */
export interface FlowStretch {
  start: Instant;
  end: Instant;
  /** The part of it that the clock counts. */
  lengthUs: DurationUs;
  arrivals: number;
  departures: Departures;
  /** ∫N dt: the time that all items together were in progress. */
  itemUs: DurationUs;
  /** The most items in progress at one time. */
  maxWip: number;
}

export interface Departures {
  finished: number;
  /** Dropped or removed. */
  dropped: number;
}

/** The state before an instant. */
export interface WipState {
  at: Instant;
  wip: number;
  /** Σ of the time since each was committed to. */
  totalAgeUs: DurationUs;
}

export interface Sweep {
  /** One for each given instant. */
  states: WipState[];
  /** One between each pair of neighbouring instants. */
  stretches: FlowStretch[];
}

/**
 * Walks over spells, in any order, and reads the state at `instants` (ascending, without repetition). Spells that ended
 * before the first instant or begin after the last do not matter. A spell of length 0 arrives and departs, and is never
 * in progress.
 */
export function sweepSpells(
  spells: readonly Spell[],
  instants: readonly Instant[],
  timeBetween: TimeBetween,
): Sweep {
  const [first, last] = [instants[0] ?? 0, instants.at(-1) ?? 0];
  // Instants are counted from here, because sums of instants since 1970 would lose precision; as bigint they lose no
  // microsecond.
  const clock = (at: Instant) => timeBetween(first, at);
  const { events, wip, committedSum } = eventsOf(spells, first, last, clock);
  const level = { wip, committedSum };
  const states: WipState[] = [];
  const stretches: FlowStretch[] = [];
  let next = 0;
  instants.forEach((at, place) => {
    if (place > 0) {
      const start = instants[place - 1] as Instant;
      const until = firstAtOrAfter(events, at, next);
      stretches.push(walk(events.slice(next, until), level, { start, end: at }, clock));
      next = until;
    }
    const totalAgeUs = Number(BigInt(level.wip) * BigInt(clock(at)) - level.committedSum);
    states.push({ at, wip: level.wip, totalAgeUs });
  });
  return { states, stretches };
}

interface Event {
  at: Instant;
  isBegin: boolean;
  spell: Spell;
}

interface Level {
  wip: number;
  /** Σ of the instants at which the items in progress were committed to, by the clock. */
  committedSum: bigint;
}

function eventsOf(spells: readonly Spell[], first: Instant, last: Instant, clock: (at: Instant) => number) {
  const events: Event[] = [];
  let wip = 0;
  let committedSum = 0n;
  for (const spell of spells) {
    const { beganAt, endedAt } = spell;
    if (beganAt >= last || (endedAt !== null && endedAt < first)) continue;
    if (beganAt >= first) events.push({ at: beganAt, isBegin: true, spell });
    else {
      wip += 1;
      committedSum += BigInt(clock(spell.committedAt));
    }
    if (endedAt !== null && endedAt < last) events.push({ at: endedAt, isBegin: false, spell });
  }
  events.sort((a, b) => a.at - b.at);
  return { events, wip, committedSum };
}

function firstAtOrAfter(events: readonly Event[], at: Instant, from: number): number {
  let place = from;
  while (place < events.length && (events[place] as Event).at < at) place += 1;
  return place;
}

/** Changes `level` to the state at the end. */
function walk(
  events: readonly Event[],
  level: Level,
  { start, end }: { start: Instant; end: Instant },
  clock: (at: Instant) => number,
): FlowStretch {
  const departures = { finished: 0, dropped: 0 };
  let [arrivals, maxWip, itemUs] = [0, 0, 0n];
  let [before, beforeUs] = [start, clock(start)];
  const passTo = (at: Instant) => {
    // Changes within one microsecond happen together.
    if (at === before) return;
    const atUs = clock(at);
    maxWip = Math.max(maxWip, level.wip);
    itemUs += BigInt(level.wip) * BigInt(atUs - beforeUs);
    [before, beforeUs] = [at, atUs];
  };
  for (const { at, isBegin, spell } of events) {
    passTo(at);
    const by = isBegin ? 1 : -1;
    level.wip += by;
    level.committedSum += BigInt(by * clock(spell.committedAt));
    if (isBegin) arrivals += 1;
    else departures[spell.outcome === 'finished' ? 'finished' : 'dropped'] += 1;
  }
  passTo(end);
  const lengthUs = beforeUs - clock(start);
  return { start, end, lengthUs, arrivals, departures, itemUs: Number(itemUs), maxWip };
}
