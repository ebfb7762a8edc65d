import { describe, expect, test } from 'vitest';
import {
  DAY,
  datesTouchedOverTime,
  elapsedBetween,
  flowOverTime,
  flowWhyNull,
  type Instant,
  intervalsOf,
  reasonsOf,
  type Spell,
} from '../index.ts';
import { analyticsBoard, boardDay } from '../testing/analytics-board.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

// What other tools call WIP and age, from the same spells: the product has none of these as an option but whole days.
const { rows, queues } = analyticsBoard();
const spells = spellsOfRows(rows, queues);
const range = { from: boardDay(0), to: boardDay(15), timeZone: 'UTC', fromLocal: '', toLocal: '' };
const days = intervalsOf(range, 'day');
const items = finishedItems(rows, queues, range);
const flow = flowOverTime(spells, items, days, range.to, elapsedBetween).intervals;

const count = (isCounted: (spell: Spell, start: Instant, end: Instant) => boolean) =>
  days.map(({ start, end }) => spells.filter((spell) => isCounted(spell, start, end)).length);
const endOf = ({ endedAt }: Spell) => endedAt ?? Number.POSITIVE_INFINITY;

describe('WIP of a day', () => {
  test('at its start equals WIP at the end of the day before', () => {
    const atStart = count((spell, start) => spell.beganAt < start && endOf(spell) >= start);
    expect(atStart.slice(1)).toEqual(flow.slice(0, -1).map(({ wip }) => wip));
  });

  test('at any time of the day equals what was carried over plus what arrived', () => {
    const touched = count((spell, start, end) => spell.beganAt < end && endOf(spell) >= start);
    expect(touched).toEqual(
      flow.map(({ wip, departures }) => wip + departures.finished + departures.dropped),
    );
  });

  test('is lower without the days on which an item was moved back to a backlog', () => {
    const kinds = new Map(queues.map(({ id, kind }) => [id, kind]));
    const [backlog, dev] = [1, 3];
    const moves = [
      { id: 1, occurredAt: boardDay(1), itemId: 1, toQueueId: dev },
      { id: 2, occurredAt: boardDay(3), itemId: 1, toQueueId: backlog },
      { id: 3, occurredAt: boardDay(5), itemId: 1, toQueueId: dev },
    ];
    const own = spellsOfRows(moves, queues);
    const wip = flowOverTime(own, [], days, boardDay(7), elapsedBetween).intervals.map((day) => day.wip);
    expect(wip).toEqual([0, 1, 1, 1, 1, 1, 1]);
    const paused = days.slice(0, 7).map(({ end }) => {
      const last = moves.findLast(({ occurredAt }) => occurredAt < end);
      return last && kinds.get(last.toQueueId) !== 'backlog' ? 1 : 0;
    });
    expect(paused).toEqual([0, 1, 1, 0, 0, 1, 1]);
  });
});

describe('whole days', () => {
  test('are one more per item than the midnights that passed', () => {
    const { intervals, total } = datesTouchedOverTime(spells, items, days, range.to, 'UTC');
    expect(intervals.map(({ totalAgeDays }) => totalAgeDays)).toEqual(
      flow.map(({ totalAgeUs, wip }) => totalAgeUs / DAY + wip),
    );
    expect(total).toEqual({ totalAgeDays: 18, averageAgeDays: 9, meanCycleTimeDays: 38 / 6 + 1 });
  });

  test('are local dates: an hour across midnight touches two', () => {
    const beganAt = boardDay(1) + 17.5 * (DAY / 24);
    const one: Spell = { itemId: 1, beganAt, committedAt: beganAt, endedAt: null, outcome: null };
    const at = beganAt + DAY / 24;
    const looked = (timeZone: string) => datesTouchedOverTime([one], [], days, at, timeZone).total;
    // Kathmandu is 5:45 ahead.
    expect(looked('Asia/Kathmandu')).toMatchObject({ totalAgeDays: 2, averageAgeDays: 2 });
    expect(looked('UTC')).toEqual({ totalAgeDays: 1, averageAgeDays: 1, meanCycleTimeDays: null });
    expect(datesTouchedOverTime([], [], days, range.from, 'UTC')).toEqual({ intervals: [], total: null });
  });
});

test('what is null says why', () => {
  expect(reasonsOf(flow[0] ?? {}, flowWhyNull)).toEqual({
    averageAgeUs: 'noItems',
    approximateCycleTimeUs: 'nothingFinished',
    meanCycleTimeUs: 'nothingFinished',
    flowDebtUs: 'nothingFinished',
  });
  expect(reasonsOf(flow[7] ?? {}, flowWhyNull)).toEqual({});
});
