import fc from 'fast-check';
import {
  DAY,
  formatInstant,
  HOUR,
  type Instant,
  type Kind,
  type Queue,
  SECOND,
  type SlaPolicy,
  type WorkingHours,
} from '../index.ts';
import type { AuditRow } from './naive-fold.ts';
import type { ItemAttributes } from './naive-sla.ts';

/** Four zones and a date of each to be careful with: three clock changes, one of half an hour, and a zone at 5:45. */
export const ZONES = [
  { timeZone: 'Asia/Kathmandu', date: '2026-01-01' },
  { timeZone: 'America/New_York', date: '2025-11-02' },
  { timeZone: 'Europe/Berlin', date: '2026-03-29' },
  { timeZone: 'Australia/Lord_Howe', date: '2026-04-05' },
] as const;

/** All that happened to a few items in one value stream. Ids of queues are not in the order of flow. */
export interface History {
  queues: Queue[];
  rows: AuditRow[];
  items: ItemAttributes[];
  policies: SlaPolicy[];
  /** Of no zone, as a history has none. */
  hours: WorkingHours[];
  holidays: string[];
}

const KINDS: Kind[] = ['backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped'];
const CLASSES = ['standard', 'expedite', null];
const TYPES = ['defect', 'feature', null];
const MOST_ITEMS = 8;

/**
 * Histories beginning at an instant: items skip queues, move back, are dropped, finished, reopened, removed and put back;
 * several things happen in one microsecond, and nothing happens for days. Each row is one that the triggers would write.
 */
export function histories(startsAt: Instant, mostRows = 100): fc.Arbitrary<History> {
  return fc
    .record({
      queues: queueLists,
      steps: fc.array(fc.record({ item: fc.nat(MOST_ITEMS - 1), pause: pauses, to: fc.nat() }), {
        maxLength: mostRows,
        // By default fast-check makes about ten, too few for an item to be finished and reopened.
        size: 'max',
      }),
      items: itemLists(startsAt),
      policies: policyLists,
      hours: weeks,
      holidays: holidayLists(startsAt),
    })
    .map(({ queues, steps, ...others }) => ({
      queues,
      rows: rowsOf(startsAt, queues, steps),
      ...others,
    }));
}

const queueLists: fc.Arbitrary<Queue[]> = fc
  .array(fc.record({ kind: fc.constantFrom(...KINDS), gap: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 7,
    size: 'max',
  })
  .map((list) => {
    let position = 0;
    return list.map(({ kind, gap }, place) => {
      position += gap;
      return { id: 100 - place, name: `q${position} ${kind}`, position, kind, wipLimit: -1 };
    });
  });

const pauses: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 5 * SECOND }),
  fc.integer({ min: 1, max: 6 * HOUR }),
  fc.integer({ min: 1, max: 3 * DAY }),
);

function itemLists(startsAt: Instant): fc.Arbitrary<ItemAttributes[]> {
  const instant = fc.integer({ min: startsAt - 2 * DAY, max: startsAt + 30 * DAY });
  const day = instant.map((at) => Math.floor(at / DAY) * DAY);
  const due = fc.oneof(instant, day);
  return fc.tuple(
    ...Array.from({ length: MOST_ITEMS }, (_, place) =>
      fc.record({
        itemId: fc.constant(place + 1),
        dueAt: fc.option(due, { freq: 1 }),
        classOfService: fc.constantFrom(...CLASSES),
        type: fc.constantFrom(...TYPES),
      }),
    ),
  );
}

const policyLists: fc.Arbitrary<SlaPolicy[]> = fc.uniqueArray(
  fc.record({
    classOfService: fc.constantFrom(...CLASSES),
    type: fc.constantFrom(...TYPES),
    measure: fc.constantFrom('lead', 'cycle'),
    clock: fc.constantFrom('elapsed', 'working'),
    targetUs: fc.oneof(fc.integer({ min: 1, max: DAY }), fc.integer({ min: 1, max: 10 * DAY })),
  }),
  { selector: ({ classOfService, type }) => `${classOfService} ${type}` },
);

/** Early, late, broken by a pause; some weeks have none, so that every hour counts. */
const shifts = [
  { starts: '00:00', ends: '01:15' },
  { starts: '01:30', ends: '06:30' },
  { starts: '09:00', ends: '17:00' },
  { starts: '21:45', ends: '24:00' },
];

const weeks: fc.Arbitrary<WorkingHours[]> = fc.oneof(
  fc.constant<WorkingHours[]>([]),
  fc
    .tuple(fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 3 }), fc.subarray(shifts, { minLength: 2 }))
    .map(([days, some]) => days.flatMap((weekday) => some.map((shift) => ({ weekday, ...shift })))),
);

function holidayLists(startsAt: Instant): fc.Arbitrary<string[]> {
  const dates = fc
    .integer({ min: -2, max: 20 })
    .map((days) => formatInstant(startsAt + days * DAY).slice(0, 10));
  return fc.uniqueArray(dates, { maxLength: 3 });
}

function rowsOf(
  startsAt: Instant,
  queues: readonly Queue[],
  steps: readonly { item: number; pause: number; to: number }[],
): AuditRow[] {
  const where = new Map<number, number | null>();
  const rows: AuditRow[] = [];
  let at = startsAt;
  for (const { item, pause, to } of steps) {
    const itemId = item + 1;
    const present = where.get(itemId) ?? null;
    // One choice more than there are queues: leave the board. An absent item cannot leave, and a move into its own
    // queue is no move.
    const chosen = queues[to % (queues.length + 1)]?.id ?? null;
    if (chosen === present) continue;
    at += pause;
    where.set(itemId, chosen);
    rows.push({ id: rows.length + 1, occurredAt: at, itemId, toQueueId: chosen });
  }
  return rows;
}
