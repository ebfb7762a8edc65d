import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, type ClockedItem, DAY, type Kind, type Queue, timeSpent } from './index.ts';
import { analyticsBoard, BOARD_BLOCKS, boardDay, boardItem, naiveVisits } from './testing/index.ts';

const board = analyticsBoard();

/** By cycle time: from the day of commitment to the day of finishing. */
test.each([
  ['A', 1, 6, { active: 3, waiting: 2, blocked: 0, back: 0, inQueues: [0, 1, 2, 1, 1, 0, 0] }],
  ['B', 1, 10, { active: 5, waiting: 4, blocked: 0, back: 1, inQueues: [0, 2, 4, 2, 1, 0, 0] }],
  ['C', 2, 8, { active: 6, waiting: 0, blocked: 0, back: 0, inQueues: [0, 0, 5, 0, 1, 0, 0] }],
  ['D', 2, 14, { active: 5, waiting: 7, blocked: 3, back: 0, inQueues: [0, 2, 5, 2, 3, 0, 0] }],
  ['H', 9, 9, { active: 0, waiting: 0, blocked: 0, back: 0, inQueues: [0, 0, 0, 0, 0, 0, 0] }],
  ['I', 1, 7, { active: 4, waiting: 2, blocked: 0, back: 1, inQueues: [0, 1, 1, 0, 3, 1, 0] }],
])('item %s of the worked board, from day %i to %i', (letter, from, to, expected) => {
  const blocks = BOARD_BLOCKS.filter(([of]) => of === letter).map(([, first, over]) => ({
    blockedAt: boardDay(first),
    unblockedAt: boardDay(over),
  }));
  const clock = { startedAt: boardDay(from), endedAt: boardDay(to), committedAt: boardDay(from) };
  const visits = naiveVisits(board.rows, boardItem(letter));
  const spent = timeSpent({ ...clock, visits, blocks }, board.queues);
  expect({
    active: spent.activeUs / DAY,
    waiting: spent.waitingUs / DAY,
    blocked: spent.blockedUs / DAY,
    back: spent.visitsBack,
    inQueues: spent.inQueuesUs.map((us) => us / DAY),
  }).toEqual(expected);
});

const KINDS: Kind[] = ['backlog', 'buffer', 'active', 'active', 'delivered', 'dropped'];
const QUEUES = KINDS.map(
  (kind, place): Queue => ({ id: 10 - place, name: `q${place}`, position: place, kind, wipLimit: -1 }),
);
const END = 60;

const items: fc.Arbitrary<ClockedItem> = fc
  .record({
    marks: fc.uniqueArray(fc.nat(END), { minLength: 2, maxLength: 12 }),
    places: fc.array(fc.option(fc.nat(QUEUES.length - 1)), { minLength: 12, maxLength: 12 }),
    blockMarks: fc.uniqueArray(fc.nat(END), { maxLength: 6 }),
    clock: fc.tuple(fc.nat(END), fc.nat(END)),
    committedAt: fc.option(fc.nat(END)),
  })
  .map(({ marks, places, blockMarks, clock, committedAt }) => {
    const times = marks.sort((a, b) => a - b);
    const blocks = blockMarks.sort((a, b) => a - b);
    const [startedAt = 0, endedAt = 0] = clock.sort((a, b) => a - b);
    return {
      startedAt,
      endedAt,
      committedAt,
      visits: times.flatMap((enteredAt, n) => {
        const queueId = QUEUES[places[n] ?? -1]?.id;
        return queueId === undefined ? [] : [{ queueId, enteredAt, leftAt: times[n + 1] ?? null }];
      }),
      blocks: blocks.flatMap((blockedAt, n): Block[] =>
        n % 2 === 0 ? [{ blockedAt, unblockedAt: blocks[n + 1] ?? null }] : [],
      ),
    };
  });

test('each microsecond on the clock is counted where the item was', () => {
  fc.assert(
    fc.property(items, (item) => {
      const count = { active: 0, blocked: 0, inQueues: QUEUES.map(() => 0) };
      for (let t = item.startedAt; t < item.endedAt; t++) {
        const visit = item.visits.find(({ enteredAt, leftAt }) => enteredAt <= t && t < (leftAt ?? Infinity));
        const place = QUEUES.findIndex(({ id }) => id === visit?.queueId);
        if (place < 0) continue;
        count.inQueues[place] = (count.inQueues[place] ?? 0) + 1;
        const isBlocked = item.blocks.some((b) => b.blockedAt <= t && t < (b.unblockedAt ?? Infinity));
        const kind = KINDS[place] as Kind;
        if (kind === 'active' && !isBlocked) count.active += 1;
        const isCommitted = item.committedAt !== null && item.committedAt <= t;
        if (isBlocked && isCommitted && ['backlog', 'buffer', 'active'].includes(kind)) count.blocked += 1;
      }
      const spent = timeSpent(item, QUEUES);
      expect(spent).toMatchObject({
        activeUs: count.active,
        blockedUs: count.blocked,
        inQueuesUs: count.inQueues,
      });
      expect(spent.activeUs + spent.waitingUs).toBe(item.endedAt - item.startedAt);
      const placeOf = (queueId: number | undefined) => QUEUES.findIndex(({ id }) => id === queueId);
      const back = item.visits.filter(
        ({ queueId, enteredAt }, n) =>
          placeOf(queueId) < placeOf(item.visits[n - 1]?.queueId) &&
          ![queueId, item.visits[n - 1]?.queueId].some((id) => KINDS[placeOf(id)] === 'dropped') &&
          item.startedAt <= enteredAt &&
          enteredAt < item.endedAt,
      );
      expect(spent.visitsBack).toBe(back.length);
    }),
  );
});
