import { describe, expect, test } from 'vitest';
import { annotated, signed } from './annotated.ts';
import { type LimitsAnswer, limitedQueues } from './limits-then.ts';
import { fileLook, screenLook } from './look.ts';
import { cumulativeFlowOf } from './sample-answers.ts';
import { drawn, marksNamed, placesOf, rectanglesOf } from './testing/drawn.ts';
import { wipLimits } from './wip-limits.ts';
import { limitsWords } from './words/limits.ts';

const DAY = 86_400_000;
const [READY, DEV] = ['ready [to pull]', "dev.elop'ment"];

/** Days from midnight in Berlin; items per day of the two queues in the middle. */
function answerOf(
  ready: readonly number[],
  dev: readonly number[],
  limits: { ready: number; dev: number },
  settings: LimitsAnswer['settings'] = [],
): LimitsAnswer {
  const flow = cumulativeFlowOf(ready.length);
  const points = flow.points.map((point, n) => ({
    ...point,
    queues: point.queues.map((queue) => ({
      ...queue,
      items: queue.name === READY ? (ready[n] ?? 0) : queue.name === DEV ? (dev[n] ?? 0) : 100,
    })),
  }));
  const queuesNow = [
    { name: 'backlog', wipLimit: -1 },
    { name: READY, wipLimit: limits.ready },
    { name: DEV, wipLimit: limits.dev },
  ];
  return { ...flow, points, queuesNow, settings };
}

const start = Date.parse(cumulativeFlowOf(1).from);
const after = (days: number) => new Date(start + days * DAY).toISOString();
type Row = Record<string, string | number | null>;
const set = (
  days: number,
  name: string,
  before: Row | null,
  then: Row | null,
): LimitsAnswer['settings'][number] => ({
  at: after(days),
  table: 'wip_limits',
  change: before === null ? 'added' : then === null ? 'removed' : 'changed',
  name,
  before,
  after: then,
  actor: 'ada',
});
const limitsOf = (answer: LimitsAnswer, name: string) =>
  limitedQueues(answer)
    .find((queue) => queue.name === name)
    ?.points.map(({ limit }) => limit);

describe('the limit that held then', () => {
  const five = [1, 1, 1, 1, 1];

  test('is the present one where nothing was set', () => {
    expect(limitsOf(answerOf(five, five, { ready: 4, dev: -1 }), READY)).toEqual([4, 4, 4, 4, 4]);
    expect(limitedQueues(answerOf(five, five, { ready: 4, dev: -1 })).map(({ name }) => name)).toEqual([
      READY,
    ]);
  });

  test('is that of now while an interval lasts, however lately it was set', () => {
    const settings = [set(5.5, READY, { wip_limit: 2 }, { wip_limit: 4 })];
    expect(limitsOf(answerOf(five, five, { ready: 4, dev: -1 }, settings), READY)).toEqual([2, 2, 2, 2, 4]);
  });

  test('is found by undoing what was set, whatever else was set', () => {
    const settings = [
      set(1.5, READY, { wip_limit: 2 }, { wip_limit: 3 }),
      set(1.6, READY, { kind: 'buffer' }, { kind: 'active' }),
      set(1.7, DEV, { wip_limit: 9 }, { wip_limit: 8 }),
      set(3.5, READY, { wip_limit: 3 }, { wip_limit: 4 }),
    ];
    const answer = answerOf(five, five, { ready: 4, dev: 8 }, settings);
    expect(limitsOf(answer, READY)).toEqual([2, 3, 3, 4, 4]);
    expect(limitsOf(answer, DEV)).toEqual([9, 8, 8, 8, 8]);
  });

  const added = [
    set(1.5, 'before', null, { queue_name: 'before', wip_limit: 3 }),
    set(2.5, READY, { queue_name: 'before' }, { queue_name: READY }),
    set(3.5, READY, { wip_limit: 3 }, { wip_limit: -1 }),
  ];

  test('is none before a queue was there, and where it was taken away; a name before it was renamed counts', () => {
    const answer = answerOf([0, 1, 1, 1, 1], five, { ready: -1, dev: -1 }, added);
    expect(limitsOf(answer, READY)).toEqual([null, 3, 3, null, null]);
  });

  test('is not recorded where items were in a queue before it was: then the first is drawn, and says so', () => {
    const answer = answerOf([9, 1, 5, 1, 1], five, { ready: -1, dev: -1 }, added);
    const [queue] = limitedQueues(answer);
    expect(queue?.points.map(({ limit, isAssumed }) => [limit, isAssumed])).toEqual([
      [3, true],
      [3, false],
      [3, false],
      [null, false],
      [null, false],
    ]);
    expect(wipLimits.subtitle(answer)).toContain('thin: before limits were recorded, the first one');
    // Nine items of the first day broke no limit that anybody knows of.
    expect(limitsWords(answer)).toBe(
      'Limits are recorded since 22 Mar 2026. “ready [to pull]” was over its limit at the end of 1 of 2 days.',
    );
    const later = answerOf([9], [0], { ready: 3, dev: -1 }, [set(1.5, READY, null, { wip_limit: 3 })]);
    const over = { ...later, points: later.points.map((point) => ({ ...point, isComplete: true })) };
    expect(limitsWords(over)).toBe(
      'Limits are recorded since 22 Mar 2026. None held at the end of any day shown.',
    );
  });
});

test('in words: no queue over, one, several, and a single interval', () => {
  expect(limitsWords(answerOf([1, 3], [2, 2], { ready: 3, dev: 2 }))).toBe(
    'No queue was over its limit at the end of any day.',
  );
  expect(limitsWords(answerOf([4, 3, 9], [2, 2, 2], { ready: 3, dev: 2 }))).toBe(
    '“ready [to pull]” was over its limit at the end of 2 of 3 days.',
  );
  expect(limitsWords(answerOf([4, 3, 9], [3, 3, 3], { ready: 3, dev: 2 }))).toBe(
    "“dev.elop'ment” was over its limit at the end of 3 of 3 days, “ready [to pull]” of 2.",
  );
  expect(limitsWords(answerOf([4], [1], { ready: 3, dev: 2 }))).toBe(
    '“ready [to pull]” was over its limit at the end of 1 of 1 day.',
  );
});

describe('drawn', () => {
  const answer = answerOf([4, 0, 2], [1, 2, 3], { ready: 4, dev: 2 });

  test('rows share one scale: bars stand on their row, as high as their items, limits as high as items of that number', async () => {
    const { svg, warnings } = await drawn(wipLimits.spec(answer, fileLook(800, 300)));
    expect(warnings).toEqual([]);
    const bars = rectanglesOf(svg, 'items');
    expect(bars).toHaveLength(6);
    const heights = bars.map(({ height }) => Math.abs(height));
    const unit = heights[3] as number;
    [4, 0, 2, 1, 2, 3].forEach((items, n) => {
      expect(heights[n]).toBeCloseTo(items * unit, 1);
    });
    expect(marksNamed(svg, 'limits')).toBe(6);
    const limits = placesOf(svg, 'limits');
    // Four items of the first row reach its limit of four.
    const tops = bars.map(({ y, height }) => Math.min(y, y + height));
    expect(limits[0]?.y).toBeCloseTo(tops[0] as number, 1);
    // No row reaches into another.
    expect(Math.max(...bars.slice(0, 3).map(({ y, height }) => Math.max(y, y + height)))).toBeLessThanOrEqual(
      Math.min(...tops.slice(3)) + 0.01,
    );
  });

  test.each([
    ['wide', screenLook(700, 340)],
    ['narrow', screenLook(330, 340)],
  ])('compiles and draws without a warning, with annotations as well: %s', async (_, look) => {
    const notes = signed([{ day: after(1.5).slice(0, 10), text: 'New tester' }]);
    const { svg, warnings } = await drawn(annotated(wipLimits.spec(answer, look), answer, notes, look));
    expect(warnings).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(marksNamed(svg, 'signs')).toBe(1);
  });

  test('none has a limit: it is empty; each interval is a row of the table', () => {
    expect(wipLimits.isEmpty(answerOf([1], [1], { ready: -1, dev: -1 }))).toBe(true);
    expect(wipLimits.table(answer).rows.map((row) => row.slice(1))).toEqual([
      ['4 of 4', '1 of 2'],
      ['0 of 4', '2 of 2'],
      ['2 of 4', '3 of 2'],
    ]);
  });
});
