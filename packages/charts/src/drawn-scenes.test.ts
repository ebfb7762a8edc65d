import type {
  AgeingAnswer,
  BlockedAnswer,
  FlowAnswer,
  HowManyAnswer,
  ProcessBehaviourAnswer,
  TimeInQueueAnswer,
  WhenAnswer,
} from '@kanban/api';
import { expect, test } from 'vitest';
import { ageing } from './ageing.ts';
import { blockedMap } from './blocked-map.ts';
import { TONES } from './colours.ts';
import { dataQuality } from './data-quality.ts';
import { forecastBacktest } from './forecast-backtest.ts';
import { forecastCalendar } from './forecast-calendar.ts';
import { forecastFan } from './forecast-fan.ts';
import { leadTimeDistribution } from './lead-time-distribution.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { fileLook } from './look.ts';
import { netFlow } from './net-flow.ts';
import { processBehaviourOf } from './process-behaviour.ts';
import { queueTimes } from './queue-times.ts';
import { queuesNow } from './queues-now.ts';
import { ageingOf } from './sample-ageing.ts';
import { leadTimeOf, queuesOf } from './sample-answers.ts';
import { flowSamples } from './sample-flow.ts';
import { forecastSamples } from './sample-forecasts.ts';
import { dataQualityOf, stabilityOf } from './sample-stability.ts';
import { stability } from './stability.ts';
import { drawn, marksNamed, placesOf, rectanglesOf } from './testing/drawn.ts';
import { throughputHistogram } from './throughput-histogram.ts';
import { totalAge } from './total-age.ts';

const LOOK = fileLook(900, 400);
const DAY = 86_400_000;

test('net flow: what ended hangs below the middle line that what began stands on', async () => {
  const answer = flowSamples.flow(6) as FlowAnswer;
  const { svg } = await drawn(netFlow.spec(answer, LOOK));
  const bars = rectanglesOf(svg, 'bars');
  expect(bars).toHaveLength(12);
  const begun = bars.filter((_, n) => n % 2 === 0);
  const ended = bars.filter((_, n) => n % 2 === 1);
  for (const [n, bar] of begun.entries()) {
    expect(bar.y + bar.height).toBeCloseTo(ended[n]?.y ?? Number.NaN, 1);
    // Two began for each that ended.
    expect(bar.height / (ended[n]?.height ?? 1)).toBeCloseTo(2, 1);
  }
});

test('total age: a point for each interval, the highest for the greatest age', async () => {
  const { svg } = await drawn(totalAge.spec(flowSamples.flow(5) as FlowAnswer, LOOK));
  const heights = placesOf(svg, 'points').map(({ y }) => y);
  expect(heights).toHaveLength(5);
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
});

test('throughput histogram: bars of one width that stand on 0', async () => {
  const { svg } = await drawn(throughputHistogram.spec(flowSamples.flow(6) as FlowAnswer, LOOK));
  const bars = rectanglesOf(svg, 'marks');
  expect(bars).toHaveLength(6);
  const [first] = bars;
  for (const bar of bars) {
    expect(bar.width).toBeCloseTo(first?.width ?? 0, 1);
    expect(bar.y + bar.height).toBeCloseTo((first?.y ?? 0) + (first?.height ?? 0), 1);
  }
});

test('box plot of queues: the box lies within the line, the median within the box', async () => {
  const answer = flowSamples.timeInQueue(4) as TimeInQueueAnswer;
  const { svg } = await drawn(queueTimes.spec(answer, LOOK));
  const [boxes, medians] = [rectanglesOf(svg, 'boxes'), rectanglesOf(svg, 'medians')];
  expect(boxes).toHaveLength(3);
  for (const [n, box] of boxes.entries()) {
    const median = medians[n];
    expect(median?.x).toBeGreaterThan(box.x);
    expect(median?.x).toBeLessThan(box.x + box.width);
    // 25 to 75 of 5 to 95 minutes.
    expect(box.width / Math.max(1e-9, box.x)).toBeCloseTo(2, 0);
  }
});

test('heat map of blocks: a cell for each place that was blocked, in columns of one width', async () => {
  const answer = flowSamples.blocked(6) as BlockedAnswer;
  const { svg } = await drawn(blockedMap.spec(answer, LOOK));
  const cells = rectanglesOf(svg, 'marks');
  expect(cells).toHaveLength(6);
  expect(new Set(cells.map(({ width }) => Math.round(width))).size).toBe(1);
  expect(new Set(cells.map(({ x }) => Math.round(x))).size).toBe(3);
});

test('queues now: the tick of a limit begins below the words above its bar', async () => {
  const { svg } = await drawn(queuesNow.spec(queuesOf(4), LOOK));
  const [words, ticks] = [placesOf(svg, 'labels'), rectanglesOf(svg, 'limits')];
  expect(ticks).toHaveLength(words.length);
  for (const [n, { y }] of ticks.entries()) expect(y).toBeGreaterThan(words[n]?.y ?? Number.NaN);
});

test('data quality: the length of a bar is the number of items, from 0', async () => {
  const { svg } = await drawn(dataQuality.spec(dataQualityOf(4), LOOK));
  const bars = rectanglesOf(svg, 'checks');
  // The check without a finding has no bar; the most come first: 4, 3 and 2 items.
  expect(bars.map(({ width }) => Math.round((width / (bars[0]?.width ?? 1)) * 4))).toEqual([4, 3, 2]);
  expect(new Set(bars.map(({ x }) => x)).size).toBe(1);
});

test('stability: one line for all that was there, one for what was completed', async () => {
  const { svg } = await drawn(stability.spec(stabilityOf(20), LOOK));
  expect(svg.match(/class="mark-line role-mark/g)?.length).toBe(2);
  expect(svg).toMatch(/>what was comp/);
});

test('forecast fan: the surer a promise, the smaller, and 85 of 100 is the line', async () => {
  const answer = forecastSamples.forecastHowMany(40) as HowManyAnswer;
  const last = answer.simulate?.paths.at(-1);
  const items = (wanted: number) =>
    last?.percentiles.find(({ percentile }) => percentile === wanted)?.items ?? -1;
  expect(items(85)).toBeLessThan(items(50));
  const { svg } = await drawn(forecastFan.spec(answer, LOOK));
  expect(svg.match(/class="mark-area role-mark/g)?.length).toBe(4);
  const labels = [...svg.matchAll(/>(\d+) of 100: (\d+)</g)].map(([, share, count]) => [
    Number(share),
    Number(count),
  ]);
  expect(labels.toSorted(([a = 0], [b = 0]) => a - b)).toEqual(
    [50, 70, 85, 95].map((share) => [share, items(share)]),
  );
});

test('backtest: each “85 of 100” answer is marked on its bar, and what fell short of it is a diamond', async () => {
  const answer = forecastSamples.forecastBacktest(14);
  const { svg } = await drawn(forecastBacktest.spec(answer, LOOK));
  const sure = rectanglesOf(svg, 'sure');
  expect(sure).toHaveLength(14);
  // Of bars from 6 to 12 the answer is 8; 8 of 14 days had fewer.
  expect(new Set(sure.map(({ y }) => y)).size).toBe(1);
  const short = answer.origins.filter(({ happened }) => Number(happened) < 8).length;
  const bad = LOOK.tone(TONES.bad);
  const [, points = ''] = svg.match(/class="mark-symbol role-mark happened_marks"(.*?)<\/g>/s) ?? [];
  expect(points.split(`fill="${bad}"`).length - 1).toBe(short);
  expect(forecastBacktest.subtitle(answer)).toContain('line: “85 of 100”');
});

test('forecast calendar: a cell for each day, Mondays in the first of seven columns', async () => {
  const answer = forecastSamples.forecastWhen(30) as WhenAnswer;
  const { svg } = await drawn(forecastCalendar.spec(answer, LOOK));
  const cells = rectanglesOf(svg, 'days');
  expect(cells).toHaveLength(answer.distribution.length);
  const columns = [...new Set(cells.map(({ x }) => Math.round(x)))].toSorted((a, b) => a - b);
  expect(columns).toHaveLength(7);
  for (const [n, { date }] of answer.distribution.entries()) {
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    expect(Math.round(cells[n]?.x ?? -1)).toBe(columns[weekday]);
  }
});

test('process behaviour: the band of the expected range ends at its lines', async () => {
  const answer = flowSamples.processBehaviour(20) as ProcessBehaviourAnswer;
  const { svg } = await drawn(processBehaviourOf('cycleTime').spec(answer, LOOK));
  const [band] = rectanglesOf(svg, 'expected');
  // Average, upper and lower limit, by height.
  const lines = placesOf(svg, 'limits')
    .map(({ y }) => y)
    .toSorted((a, b) => a - b);
  expect(lines).toHaveLength(3);
  expect(band?.y).toBeCloseTo(lines[0] ?? Number.NaN, 0);
  expect((band?.y ?? 0) + (band?.height ?? 0)).toBeCloseTo(lines[2] ?? Number.NaN, 0);
});

test('ageing: bands of a column touch without a gap, and dots stay within their column', async () => {
  const answer = ageingOf(30) as AgeingAnswer;
  const { svg } = await drawn(ageing.spec(answer, LOOK));
  const columns = Map.groupBy(rectanglesOf(svg, 'pace'), ({ x }) => Math.round(x));
  expect(columns.size).toBeGreaterThan(1);
  for (const bands of columns.values()) {
    const sorted = bands.toSorted((a, b) => b.y - a.y);
    for (const [n, band] of sorted.slice(1).entries()) {
      expect(band.y + band.height).toBeCloseTo(sorted[n]?.y ?? Number.NaN, 1);
    }
  }
  const edges = [...columns.values()].map(([band]) => band).filter((band) => band !== undefined);
  for (const dot of placesOf(svg, 'items')) {
    expect(edges.some(({ x, width }) => dot.x >= x && dot.x <= x + width)).toBe(true);
  }
});

test('lead time: labels of lines stand beside the plot, none over another', async () => {
  const answer = leadTimeOf(60);
  // All percentiles at one place would lie over one another.
  const close = answer.percentiles.map((each) => ({ ...each, leadTimeMs: 5 * DAY }));
  const { svg } = await drawn(leadTimeScatter.spec({ ...answer, percentiles: close }, LOOK));
  const [labels, dots] = [placesOf(svg, 'percentileLabels'), placesOf(svg, 'items')];
  expect(labels).toHaveLength(close.length);
  const right = Math.max(...dots.map(({ x }) => x));
  const heights = labels.map(({ y }) => y).toSorted((a, b) => a - b);
  for (const { x } of labels) expect(x).toBeGreaterThan(right);
  for (const [n, y] of heights.slice(1).entries()) expect(y - (heights[n] ?? 0)).toBeGreaterThanOrEqual(12);
});

test('distribution: one item is seen, and promises nothing', async () => {
  const answer = {
    ...leadTimeOf(1),
    sampleSize: 1,
    distribution: [{ fromMs: 5 * DAY, toMs: 5 * DAY + 0.001, count: 1 }],
  };
  const { svg } = await drawn(leadTimeDistribution.spec(answer, LOOK));
  const [bar] = rectanglesOf(svg, 'bins');
  expect(bar?.width).toBeGreaterThan(4);
  expect(marksNamed(svg, 'percentiles')).toBe(0);
});

test('items at one place carry their number', async () => {
  const same = leadTimeOf(3);
  const [item] = same.scatter?.items ?? [];
  if (!item || !same.scatter) throw new Error('The sample has no item.');
  const items = ['A', 'B', 'C'].map((reference) => ({ ...item, reference }));
  const { svg } = await drawn(leadTimeScatter.spec({ ...same, scatter: { ...same.scatter, items } }, LOOK));
  expect(placesOf(svg, 'several')).toHaveLength(1);
  expect(svg).toMatch(/>3<\/text>/);
  const crowd = ageingOf(1).items.flatMap((one) => ['B', 'B'].map(() => one));
  const twice = await drawn(ageing.spec({ ...ageingOf(1), items: crowd }, LOOK));
  const [number] = placesOf(twice.svg, 'several');
  const [dot] = placesOf(twice.svg, 'items');
  expect(number?.x).toBeCloseTo(dot?.x ?? Number.NaN, -1);
  expect(number?.y).toBeLessThan(dot?.y ?? 0);
});

test('forecast fan: what is done by the end of a day stands at the tick of that day', async () => {
  const answer = forecastSamples.forecastHowMany(40) as HowManyAnswer;
  const paths = answer.simulate?.paths ?? [];
  const { svg } = await drawn(forecastFan.spec(answer, LOOK));
  const points = placesOf(svg, 'layer_1_layer_1').map(({ x }) => x);
  expect(points).toHaveLength(paths.length);
  // The first point of a path that begins on the first day stands where the axis begins.
  expect(paths[0]?.date).toBe(answer.startDate);
  expect(points[0]).toBeCloseTo(0, 0);
});

test('forecast calendar: ends with the week in which 99 of 100 are done, and says so', async () => {
  const answer = forecastSamples.forecastWhen(40) as WhenAnswer;
  const [day] = answer.distribution;
  if (!day) throw new Error('The sample has no day.');
  const distribution = Array.from({ length: 70 }, (_, n) => ({
    ...day,
    // The first is a Monday; 99 of 100 are reached in the third week.
    date: new Date(Date.parse('2026-03-02') + n * DAY).toISOString().slice(0, 10),
    cumulative: n < 16 ? n / 20 : 0.991 + n / 10_000,
  }));
  const { svg } = await drawn(forecastCalendar.spec({ ...answer, distribution }, LOOK));
  expect(rectanglesOf(svg, 'days')).toHaveLength(21);
  expect(forecastCalendar.subtitle({ ...answer, distribution })).toMatch(
    /; on all later days, in at least 99 of 100$/,
  );
});

test('a time axis says its year below the first tick, and where a new one begins', async () => {
  const answer = leadTimeOf(40);
  const at = { from: '2025-11-20T00:00:00.000Z', to: '2026-01-28T00:00:00.000Z' };
  const { svg } = await drawn(leadTimeScatter.spec({ ...answer, ...at }, LOOK));
  expect([...svg.matchAll(/>(20\d\d)<\/tspan>/g)].map(([, year]) => year)).toEqual(['2025', '2026']);
});

test('of 45 queues the rows that matter are drawn with room for their names, and what is left out is said', async () => {
  const sample = queuesOf(4);
  const [limited] = sample.queues.filter(({ wipLimit }) => wipLimit >= 0);
  if (!limited) throw new Error('The sample has no queue with a limit.');
  const queues = Array.from({ length: 45 }, (_, n) => ({
    ...limited,
    name: `step ${n}`,
    wipLimit: 50,
    currentWip: n,
  }));
  const answer = { ...sample, queues };
  const { svg } = await drawn(queuesNow.spec(answer, LOOK));
  const bars = rectanglesOf(svg, 'items');
  expect(bars).toHaveLength(12);
  // The fullest are the last; they stand in the order of flow, as far apart as a line of words is high.
  expect(svg).toContain('>step 44<');
  expect(svg).not.toContain('>step 32<');
  const labels = placesOf(svg, 'labels').map(({ y }) => y);
  for (const [n, y] of labels.slice(1).entries()) expect(y - (labels[n] ?? 0)).toBeGreaterThan(14);
  expect(queuesNow.subtitle(answer)).toContain('; the 12 fullest of 45');
  expect(queuesNow.subtitle(sample)).not.toContain('fullest');
});
