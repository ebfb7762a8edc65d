import type { AgeingAnswer } from '@kanban/api';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 20, 23);

const QUEUES = [
  { name: 'backlog', kind: 'backlog' },
  { name: 'ready [to pull]', kind: 'buffer' },
  { name: "dev.elop'ment", kind: 'active' },
] as const;

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

/** The given number of items in two queues; finished ones have passed both. */
export function ageingOf(count: number): AgeingAnswer {
  const items = Array.from({ length: count }, (_, n): AgeingAnswer['items'][number] => ({
    reference: `KF-${n}`,
    shortDesc: n % 3 === 0 ? null : `<b>Item</b> "${n}"`,
    type: 'story',
    classOfService: 'standard',
    assignee: null,
    queue: QUEUES[1 + (n % 2)]?.name ?? '',
    enteredAt: iso(START - (n + 2) * DAY),
    committedAt: iso(START - (n + 1) * DAY),
    enteredQueueAt: iso(START - DAY),
    ageMs: (count - n) * 0.7 * DAY,
    timeInQueueMs: DAY,
    blockedMs: 0,
    isBlocked: n % 4 === 0,
    isStalled: n % 5 === 0,
    movedBack: false,
    paceShare: n % 6 === 0 ? null : 0.5,
    exceeds: n % 6 === 0 ? null : 50,
    reasons: {},
  }));
  const percentiles = (days: number) =>
    [50, 70, 85, 95].map((percentile) => ({
      percentile,
      ageMs: (days * percentile * DAY) / 50,
      shareAtOrUnder: percentile / 100,
      sampleSize: 20,
      isMaximum: false,
    }));
  const stages = QUEUES.map(({ name, kind }, place) => {
    const own = items.filter(({ queue }) => queue === name).map(({ reference }) => reference);
    const pace = kind === 'backlog' || count === 1 ? null : percentiles(place + 1);
    return { queue: name, kind, wipLimit: -1, itemCount: own.length, items: own, pace, reasons: {} };
  });
  return {
    valueStream: 'main',
    timeZone: 'Europe/Berlin',
    lastAuditId: 7,
    asOf: '2026-03-30T09:00:00.000000Z',
    isSettled: false,
    from: iso(START - 90 * DAY),
    to: iso(START),
    at: iso(START),
    parameters: { measure: 'cycle' },
    definitions: {
      version: 1,
      population: '',
      age: '',
      clock: '',
      pace: '',
      band: '',
      isStalled: '',
      movedBack: '',
    },
    stages,
    items,
    groups: [],
    comparison: null,
    cells: null,
    age: { items: count, meanMs: null, totalMs: 0, percentiles: [], reasons: {} },
  };
}
