import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  type ItemOutlook,
  type OutlookItem,
  type OutlookTerms,
  readOutlook,
  resolveRange,
  type SlaPolicy,
  WorkingCalendar,
} from '../index.ts';
import { boardDay } from '../testing/analytics-board.ts';
import { boardItems } from '../testing/board-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { type NaiveItem, naiveItems, naiveVisits } from '../testing/naive-fold.ts';
import { naiveFinishedItems, naivePercentile } from '../testing/naive-lead-time.ts';
import { naiveAddWorkingTime, naiveWorkingTimeBetween } from '../testing/naive-working-time.ts';

const { queues, items } = boardItems();
const calendar = new WorkingCalendar({ timeZone: 'UTC', hours: [], holidays: [] });
const finished = items.flatMap((item) =>
  item.finishedAt === null ? [] : [{ ...item, finishedAt: item.finishedAt }],
);
const board: OutlookTerms = {
  queues,
  terms: { policies: [], calendar },
  finished,
  at: boardDay(15),
  atRiskShare: 0.7,
  minimumSample: 3,
};
const openItem = (letter: string, over: Partial<OutlookItem> = {}): OutlookItem => ({
  ...(items.find((item) => item.letter === letter) as (typeof items)[number]),
  queueId: items.find((item) => item.letter === letter)?.queueId ?? NaN,
  dueAt: null,
  type: 'story',
  ...over,
});
const day = (at: number | null) => at && (at - boardDay(0)) / DAY;
const expected = ({ expected50, expected85 }: ItemOutlook) => [day(expected50), day(expected85)];

describe('on the worked board, day 15', () => {
  const read = readOutlook(board);

  test('E in dev and G in review are expected on these days', () => {
    expect(expected(read(openItem('E')))).toEqual([16, 16]);
    expect(expected(read(openItem('G')))).toEqual([19, 19]);
    expect(read(openItem('G')).state).toBe('noDeadline');
  });

  test.each([
    // G: 1, 4 and 4 days remain of three items; a deadline at the instant of the finish is kept.
    [14, 'late', 1],
    [15.5, 'likelyLate', 1],
    [16, 'likelyLate', 2 / 3],
    [19, 'atRisk', 0],
    [21, 'onTrack', 0],
  ])('G due on day %f: %s', (due, state, missProbability) => {
    // Not at midnight, which would be a whole day.
    const dueAt = boardDay(due) + (due % 1 === 0 ? 1 : 0);
    expect(read(openItem('G', { dueAt }))).toMatchObject({ state, missProbability });
  });

  test('the share of time after which an item is at risk can be switched off', () => {
    const off = readOutlook({ ...board, atRiskShare: null });
    expect(off(openItem('G', { dueAt: boardDay(19) + 1 })).state).toBe('onTrack');
  });

  test('too few items give no forecast, but a deadline that has passed still counts', () => {
    const few = readOutlook({ ...board, minimumSample: 10 });
    const none = { expected50: null, expected85: null, expectedReason: 'tooFewItems' };
    expect(few(openItem('E'))).toMatchObject(none);
    expect(few(openItem('E', { dueAt: boardDay(30) }))).toMatchObject({
      ...none,
      missProbability: null,
      state: 'onTrack',
    });
    expect(few(openItem('E', { dueAt: boardDay(12) }))).toMatchObject({ state: 'late', missProbability: 1 });
  });

  test('an item older than every earlier item has no date, and is likely late', () => {
    const at = boardDay(17);
    const read = readOutlook({ ...board, at });
    expect(read(openItem('E', { dueAt: boardDay(30) }))).toMatchObject({
      state: 'likelyLate',
      missProbability: 1,
      isBeyondHistory: true,
      expected50: null,
      expectedReason: 'beyondHistory',
    });
  });

  test('the class of the item is used if it has enough items', () => {
    const mixed = finished.map((item) => ({
      ...item,
      classOfService: ['A', 'B', 'D'].includes(item.letter) ? 'expedite' : 'standard',
    }));
    const expedite = openItem('E', { classOfService: 'expedite' });
    expect(expected(readOutlook({ ...board, finished: mixed })(expedite))).toEqual([16, 16]);
    // A 4, B 7 and D 10 days from dev: at age 3 half of the three remain over 7, of all five over 5 or 6.
    const at = boardDay(9);
    const young = readOutlook({ ...board, at, finished: mixed });
    expect(expected(young(expedite))).toEqual([13, 16]);
    expect(expected(readOutlook({ ...board, at, finished: mixed, minimumSample: 4 })(expedite))).toEqual([
      12, 16,
    ]);
  });

  test('a target that working hours never reach leaves no deadline, and says why', () => {
    const policies: SlaPolicy[] = [
      { classOfService: null, type: null, measure: 'lead', clock: 'working', targetUs: DAY },
    ];
    const never = new WorkingCalendar({
      timeZone: 'UTC',
      hours: [{ weekday: 1, starts: '00:00', ends: '00:01' }],
      holidays: [],
    });
    const read = readOutlook({ ...board, terms: { policies, calendar: never }, minimumSample: 99 });
    expect(read(openItem('E'))).toMatchObject({ deadline: expect.anything(), reason: null });
    const huge = [{ ...(policies[0] as SlaPolicy), targetUs: 40_000 * DAY }];
    const beyond = readOutlook({ ...board, terms: { policies: huge, calendar: never }, minimumSample: 99 });
    expect(beyond(openItem('E'))).toMatchObject({
      state: 'noDeadline',
      deadline: null,
      reason: 'noWorkingTime',
    });
  });
});

const QUARTER = 15 * 60 * 1_000_000;

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 60),
    atAfter: fc.integer({ min: 1, max: 10 * DAY }),
    minimumSample: fc.integer({ min: 1, max: 3 }),
  });

  test('dates, probabilities and states follow the definitions, on the clock of the policy', () => {
    fc.assert(
      fc.property(cases, ({ history, atAfter, minimumSample }) => {
        const { rows, queues, items: attributes, policies, hours, holidays } = history;
        const rules = { timeZone, hours, holidays };
        const at = (rows.at(-1)?.occurredAt ?? startsAt) + atAfter;
        const own = (itemId: number) =>
          attributes.find((each) => each.itemId === itemId) as (typeof attributes)[number];
        const done = naiveFinishedItems(rows, queues, { from: startsAt, to: at });
        const read = readOutlook({
          queues,
          terms: { policies, calendar: new WorkingCalendar(rules) },
          finished: done.map((item) => ({
            ...own(item.itemId),
            ...item,
            visits: naiveVisits(rows, item.itemId),
          })),
          at,
          atRiskShare: 0.8,
          minimumSample,
        });
        const position = (queueId: number | null) => {
          const queue = queues.find(({ id }) => id === queueId);
          return queue && queue.kind !== 'dropped' ? queue.position : -Infinity;
        };
        const reached = (item: NaiveItem, queueId: number | null) =>
          item.story.find((chapter) => position(chapter.queueId) >= position(queueId))?.at;
        for (const item of naiveItems(rows, queues)) {
          if ((item.finishedAt ?? item.droppedAt) !== null || item.queueId === null) continue;
          const fields = own(item.itemId);
          const answer = read({
            ...fields,
            ...item,
            queueId: item.queueId,
            visits: naiveVisits(rows, item.itemId),
          });
          const policy =
            fields.dueAt === null
              ? [
                  [fields.classOfService, fields.type],
                  [fields.classOfService, null],
                  [null, fields.type],
                  [null, null],
                ].flatMap(([c, t]) => policies.find((p) => p.classOfService === c && p.type === t) ?? [])[0]
              : undefined;
          const isWorking = policy?.clock === 'working';
          const between = (a: number, b: number) =>
            isWorking ? naiveWorkingTimeBetween(a, b, rules, QUARTER) : b - a;
          const visitors = done.filter((other) =>
            naiveVisits(rows, other.itemId).some(({ queueId }) => queueId === item.queueId),
          );
          const times = (list: typeof visitors) =>
            list.map((other) => between(reached(other, item.queueId) as number, other.finishedAt));
          const sameClass = times(
            visitors.filter(({ itemId }) => own(itemId).classOfService === fields.classOfService),
          );
          const all = times(visitors);
          const sample =
            sameClass.length >= minimumSample ? sameClass : all.length >= minimumSample ? all : null;
          const age = between(reached(item, item.queueId) as number, at);
          const remaining = (sample ?? []).filter((us) => us > age).map((us) => us - age);
          const after = (p: number) => {
            const us = naivePercentile(remaining, p, 'nearest-rank');
            return us === null ? null : isWorking ? naiveAddWorkingTime(at, us, rules, QUARTER) : at + us;
          };
          expect([answer.expected50, answer.expected85]).toEqual([after(50), after(85)]);
          expect(answer.expectedReason).toBe(
            sample === null ? 'tooFewItems' : remaining.length === 0 ? 'beyondHistory' : null,
          );
          if (answer.deadline === null) {
            expect([answer.state, answer.missProbability]).toEqual(['noDeadline', null]);
            continue;
          }
          const left = answer.deadline.at < at ? -1 : between(at, answer.deadline.at);
          const probability =
            left < 0
              ? 1
              : sample === null
                ? null
                : remaining.length === 0
                  ? 1
                  : remaining.filter((us) => us > left).length / remaining.length;
          expect(answer.missProbability).toBe(probability);
          if (left < 0) expect(answer.state).toBe('late');
          else if (probability !== null && probability >= 0.5) expect(answer.state).toBe('likelyLate');
          else expect(['atRisk', 'onTrack']).toContain(answer.state);
        }
      }),
      { numRuns: 40 },
    );
  });
});
