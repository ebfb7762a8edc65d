import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, readStateAt } from './index.ts';
import { boardDay } from './testing/analytics-board.ts';
import { histories } from './testing/histories.ts';
import { naiveItems, naiveVisits } from './testing/naive-fold.ts';

test('at any instant an item is as the rows before that instant left it', () => {
  const cases = fc.record({
    history: histories(boardDay(0), 60),
    after: fc.integer({ min: 0, max: 40 * DAY }),
    atRow: fc.option(fc.nat(59)),
  });
  fc.assert(
    fc.property(cases, ({ history: { rows, queues }, after, atRow }) => {
      const at = (atRow === null ? undefined : rows[atRow]?.occurredAt) ?? boardDay(0) + after;
      const state = readStateAt(queues, at);
      const expected = naiveItems(rows, queues, at);
      for (const itemId of new Set(rows.map((row) => row.itemId))) {
        const now = state(naiveVisits(rows, itemId));
        const item = expected.find((each) => each.itemId === itemId);
        if (!item) {
          expect(now).toBeNull();
          continue;
        }
        const { queueId, enteredAt, committedAt, finishedAt, droppedAt } = item;
        // Taken off and put back within a microsecond: visits do not show that it was away, and no figure needs it.
        const wasAway = item.story.some(
          (chapter, place) => chapter.queueId === null && item.story[place + 1]?.at === chapter.at,
        );
        if (wasAway) expect(now).toMatchObject({ queueId, enteredAt, committedAt });
        else expect(now).toMatchObject({ queueId, enteredAt, committedAt, finishedAt, droppedAt });
      }
    }),
  );
});
