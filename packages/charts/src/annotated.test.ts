import { describe, expect, test } from 'vitest';
import { annotated, annotationWords, signed } from './annotated.ts';
import { cumulativeFlow } from './cumulative-flow.ts';
import { flowWip } from './flow-wip.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { screenLook } from './look.ts';
import { netFlow } from './net-flow.ts';
import { cumulativeFlowOf, leadTimeOf, throughputOf } from './sample-answers.ts';
import { flowSamples } from './sample-flow.ts';
import { drawn, marksNamed, placesOf } from './testing/drawn.ts';
import { throughput } from './throughput.ts';
import { totalAge } from './total-age.ts';

const look = screenLook(700, 300);
const DAY = 86_400_000;
const dayAfter = (from: string, days: number) =>
  new Date(Date.parse(from) + (days + 1) * DAY).toISOString().slice(0, 10);

const charts = [
  [cumulativeFlow, cumulativeFlowOf(30)],
  [throughput, throughputOf(30)],
  [leadTimeScatter, leadTimeOf(30)],
  [netFlow, flowSamples.flow(30)],
  [flowWip, flowSamples.flow(30)],
  [totalAge, flowSamples.flow(30)],
] as const;

describe.each(charts.map(([chart, answer]) => [chart.id, chart, answer] as const))(
  '%s',
  (_, chart, answer) => {
    const spec = () => chart.spec(answer as never, look);

    test('has a line and a letter for each annotation, the letter under the plot, and no warning', async () => {
      const notes = signed([
        { day: dayAfter(answer.from, 2), text: 'New tester' },
        { day: dayAfter(answer.from, 9), text: 'Moved house' },
      ]);
      const { svg, warnings } = await drawn(annotated(spec(), answer, notes, look));
      expect(warnings).toEqual([]);
      expect(marksNamed(svg, 'annotations')).toBe(2);
      const signs = placesOf(svg, 'signs');
      const lines = placesOf(svg, 'annotations');
      expect(signs).toHaveLength(2);
      expect(signs.map(({ x }) => x)).toEqual(lines.map(({ x }) => x));
      // Where a line ends the plot ends: letters begin below.
      const plotHeight = Number(/class="background"[^>]*d="M[^"]*v(\d+(?:\.\d+)?)/.exec(svg)?.[1]);
      expect(plotHeight).toBeGreaterThan(100);
      for (const { y } of signs) expect(y).toBeGreaterThanOrEqual(plotHeight + 4);
    });

    test('is as it was without annotations, or with those of other days', () => {
      const elsewhere = signed([{ day: '1999-01-01', text: 'Long ago' }]);
      expect(annotated(spec(), answer, [], look)).toEqual(spec());
      expect(annotated(spec(), answer, elsewhere, look)).toEqual(spec());
    });
  },
);

test('days that are too close share one place, which says all of them', async () => {
  const answer = throughputOf(300);
  const notes = signed(
    [1, 2, 3, 200].map((day) => ({ day: dayAfter(answer.from, day), text: `day ${day}` })),
  );
  const { svg } = await drawn(annotated(throughput.spec(answer, look), answer, notes, look));
  expect(marksNamed(svg, 'annotations')).toBe(4);
  expect(svg).toContain('>A–C<');
  expect(svg).toContain('>D<');
});

test('letters go on after Z, and each stands before its day and text', () => {
  const signs = signed(Array.from({ length: 28 }, () => ({ day: '2026-10-05', text: 'New tester' })));
  expect(signs.map(({ sign }) => sign).filter((_, n) => [0, 25, 26, 27].includes(n))).toEqual([
    'A',
    'Z',
    'AA',
    'AB',
  ]);
  expect(annotationWords(signs[0] as (typeof signs)[number])).toBe('A 5 Oct 2026: New tester');
});
