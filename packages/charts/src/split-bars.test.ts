import type { FlowAnswer, ThroughputAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { annotated, signed } from './annotated.ts';
import { flowWip } from './flow-wip.ts';
import { fileLook, screenLook } from './look.ts';
import { throughputOf } from './sample-answers.ts';
import { flowSamples } from './sample-flow.ts';
import { drawn, rectanglesOf } from './testing/drawn.ts';
import { throughput } from './throughput.ts';

/** So many items of each group, an interval each. */
function split(groups: Record<string, readonly number[]>): ThroughputAnswer {
  const answer = throughputOf(Object.values(groups)[0]?.length ?? 0);
  const intervals = answer.intervals.map((interval, n) => ({
    ...interval,
    finished: Object.values(groups).reduce((sum, counts) => sum + (counts[n] ?? 0), 0),
  }));
  return {
    ...answer,
    parameters: { splitBy: 'type' },
    intervals,
    groups: Object.entries(groups).map(([name, counts]) => ({
      group: name === '' ? null : name,
      total: 0,
      intervals: intervals.map((interval, n) => ({ ...interval, finished: counts[n] ?? 0 })),
    })),
  };
}

const legend = (svg: string) =>
  [...svg.matchAll(/role-legend-label.*?<\/g>/gs)]
    .flatMap(([group]) => [...group.matchAll(/<text[^>]*>([^<]*)</g)])
    .map(([, text]) => text);

test('parts stand on one another, the largest group at the bottom, and are as high as their items', async () => {
  const { svg, warnings } = await drawn(
    throughput.spec(split({ bug: [1, 0, 2], story: [3, 4, 0], '': [1, 1, 1] }), fileLook(800, 300)),
  );
  expect(warnings).toEqual([]);
  expect(legend(svg)).toEqual(['story', 'bug', 'none']);
  const bars = rectanglesOf(svg, 'bars').map(
    ({ y, height }) => [Math.min(y, y + height), Math.abs(height)] as const,
  );
  // story 3, bug 1, none 1; story 4, none 1; bug 2, none 1
  expect(bars).toHaveLength(7);
  const unit = (bars[0]?.[1] ?? 0) / 3;
  expect(bars.map(([, height]) => Math.round(height / unit))).toEqual([3, 1, 1, 4, 1, 2, 1]);
  const bottom = (n: number) => (bars[n]?.[0] ?? 0) + (bars[n]?.[1] ?? 0);
  expect(bottom(1)).toBeCloseTo(bars[0]?.[0] ?? 0, 1);
  expect(bottom(2)).toBeCloseTo(bars[1]?.[0] ?? 0, 1);
  expect(bottom(3)).toBeCloseTo(bottom(0), 1);
  expect(bottom(5)).toBeCloseTo(bottom(0), 1);
});

test('more groups than can be told apart: the smaller ones are one part, and nothing is lost', async () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`type ${n}`, [9 - n]]));
  const { svg } = await drawn(throughput.spec(split(many), fileLook(800, 300)));
  expect(legend(svg)).toEqual(['type 0', 'type 1', 'type 2', 'type 3', 'type 4', '4 others']);
  const bars = rectanglesOf(svg, 'bars').map(({ height }) => Math.abs(height));
  const unit = (bars[0] ?? 0) / 9;
  expect(bars.map((height) => Math.round(height / unit))).toEqual([9, 8, 7, 6, 5, 4 + 3 + 2 + 1]);
});

test('a group has one colour in all charts that show the same groups, however large it is in each', async () => {
  const colours = async (groups: Record<string, readonly number[]>) => {
    const { svg } = await drawn(throughput.spec(split(groups), fileLook(800, 300)));
    const symbols = [...svg.matchAll(/role-legend-symbol.*?<\/g>/gs)].flatMap(([group]) =>
      [...group.matchAll(/fill="([^"]+)"/g)].map(([, fill]) => fill),
    );
    return Object.fromEntries(legend(svg).map((name, n) => [name, symbols[n]]));
  };
  const some = await colours({ a: [1], b: [2], c: [3] });
  expect(new Set(Object.values(some)).size).toBe(3);
  expect(await colours({ a: [3], b: [1], c: [2] })).toEqual(some);
});

test('a part leads to the items of its group; items without a value and the rest lead nowhere', () => {
  const marks = JSON.stringify(throughput.spec(split({ 'big & bad': [1], '': [2] }), fileLook(800, 300)));
  expect(marks).toContain('type=big+%26+bad');
  expect(marks.match(/"behind":/g)).toHaveLength(1);
});

describe.each([
  ['wide', screenLook(700, 300)],
  ['narrow', screenLook(330, 300)],
])('%s', (_, look) => {
  test('draws without a warning, with annotations as well: throughput and work in progress', async () => {
    const finished = split({ a: [1, 2], constructor: [2, 0], __proto__x: [1, 1] });
    const wip = flowSamples.flow(2) as FlowAnswer;
    const grouped: FlowAnswer = { ...wip, parameters: { splitBy: 'type' }, groups: [{ group: 'a', ...wip }] };
    const notes = signed([{ day: finished.intervals[1]?.label ?? '', text: 'New tester' }]);
    for (const spec of [
      throughput.spec(finished, look),
      annotated(throughput.spec(finished, look), finished, notes, look),
      flowWip.spec(grouped, look),
    ]) {
      const { svg, warnings } = await drawn(spec);
      expect(warnings).toEqual([]);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});
