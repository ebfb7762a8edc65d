import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, type Kind, type Queue, type Spell, spellsOf, stepsOf, type Visit } from './index.ts';
import { analyticsBoard, boardDay, boardItem } from './testing/analytics-board.ts';
import { type History, histories } from './testing/histories.ts';
import { naiveVisits } from './testing/naive-fold.ts';
import { naiveInProgress, naiveSpells } from './testing/naive-spells.ts';
import { hasSharedData, sharedExamples } from './testing/shared-data.ts';
import { spellsOfRows } from './testing/spells-of-rows.ts';

const startsAt = boardDay(0);
const kindsOf = (queues: readonly Queue[]): Map<number, Kind> =>
  new Map(queues.map(({ id, kind }) => [id, kind]));
const length = ({ beganAt, endedAt }: Spell) => (endedAt ?? startsAt + 400 * DAY) - beganAt;

describe('a spell is an unbroken stay in progress', () => {
  test.skipIf(!hasSharedData)('the spells of the board are those computed elsewhere', () => {
    const { queues, rows } = analyticsBoard();
    const spells = spellsOfRows(rows, queues);
    const { items } = sharedExamples().board;
    for (const letter of Object.keys(items)) {
      const own = spells.filter(({ itemId }) => itemId === boardItem(letter));
      const told = own.map(({ beganAt, endedAt, outcome }) => [
        (beganAt - startsAt) / DAY,
        endedAt === null ? null : (endedAt - startsAt) / DAY,
        outcome === 'finished' ? 'delivered' : outcome,
      ]);
      expect(told).toEqual(items[letter].spells);
      expect(new Set(own.map(({ committedAt }) => committedAt)).size).toBe(1);
    }
  });

  const kinds = new Map<number, Kind>([
    [1, 'backlog'],
    [2, 'active'],
    [3, 'delivered'],
    [4, 'dropped'],
  ]);
  const spells = (...queueIds: (number | null)[]) =>
    spellsOf(
      7,
      queueIds.map((queueId, at) => ({ at, queueId })),
      kinds,
    ).map(({ beganAt, endedAt, outcome }) => [beganAt, endedAt, outcome]);

  test('begins with the commitment, and continues in a backlog', () => {
    expect(spells(1, 2, 1)).toEqual([[1, null, null]]);
  });

  test('has no length where an item goes straight to a finished queue', () => {
    expect(spells(1, 3)).toEqual([[1, 1, 'finished']]);
    expect(spells(4, 3)).toEqual([[1, 1, 'finished']]);
  });

  test('is distinguished by how it ended', () => {
    expect(spells(2, 4)).toEqual([[0, 1, 'dropped']]);
    expect(spells(2, null)).toEqual([[0, 1, 'removed']]);
    expect(spells(2, null, 1)).toEqual([
      [0, 1, 'removed'],
      [2, null, null],
    ]);
  });

  test('begins again when an item is reopened, and not when a finished one is removed and put back', () => {
    expect(spells(2, 3, 2)).toEqual([
      [0, 1, 'finished'],
      [2, null, null],
    ]);
    expect(spells(2, 3, null, 3)).toEqual([[0, 1, 'finished']]);
    expect(spells(2, 3, null, 1)).toEqual([
      [0, 1, 'finished'],
      [3, null, null],
    ]);
  });

  test('never begins before a commitment', () => {
    expect(spells(1, 4, 1, null)).toEqual([]);
  });
});

describe('for any history', () => {
  const everyHistory = (check: (history: History) => void) =>
    fc.assert(fc.property(histories(startsAt), check), { numRuns: 60 });

  test('spells are those found by comparing the state before and after each row', () => {
    everyHistory(({ rows, queues }) => {
      const inOrder = (a: { itemId: number }, b: { itemId: number }) => a.itemId - b.itemId;
      expect(spellsOfRows(rows, queues).sort(inOrder)).toEqual(naiveSpells(rows, queues).sort(inOrder));
    });
  });

  test('at any instant the open spells are as many as the items in progress', () => {
    everyHistory(({ rows, queues }) => {
      const spells = spellsOfRows(rows, queues);
      for (const at of rows.flatMap(({ occurredAt }) => [occurredAt, occurredAt + 1])) {
        const lasting = spells.filter(
          ({ beganAt, endedAt }) => beganAt < at && (endedAt === null || endedAt >= at),
        );
        const ids = lasting.map(({ itemId }) => itemId).sort();
        expect(ids).toEqual(naiveInProgress(rows, queues, at).map(({ itemId }) => itemId));
      }
    });
  });

  test('time in queues within spells adds up to the length of the spells, and visits give the same spells', () => {
    everyHistory(({ rows, queues, items }) => {
      for (const { itemId } of items) {
        const visits = naiveVisits(rows, itemId);
        const spells = spellsOf(itemId, stepsOf(visits), kindsOf(queues));
        const total = spells.reduce((sum, spell) => sum + length(spell), 0);
        const inQueues = visits.reduce((sum, visit) => sum + timeWithin(visit, spells), 0);
        expect(inQueues).toBe(total);
        const fromRows = spellsOfRows(rows, queues).filter((spell) => spell.itemId === itemId);
        expect(fromRows.reduce((sum, spell) => sum + length(spell), 0)).toBe(total);
      }
    });
  });

  function timeWithin({ enteredAt, leftAt }: Visit, spells: readonly Spell[]): number {
    const never = startsAt + 400 * DAY;
    return spells.reduce((sum, { beganAt, endedAt }) => {
      const shared = Math.min(leftAt ?? never, endedAt ?? never) - Math.max(enteredAt, beganAt);
      return sum + Math.max(0, shared);
    }, 0);
  }
});
