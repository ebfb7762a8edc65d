import type { QuestionName, QueueNow, ThroughputAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { chartsOfAnalytics, chartsOfReport } from './charts.ts';
import { cumulativeFlow } from './cumulative-flow.ts';
import { leadTimeScatter } from './lead-time-scatter.ts';
import { fileLook, type Look, screenLook } from './look.ts';
import { queuesNow } from './queues-now.ts';
import {
  countedLeadTimeOf,
  cumulativeFlowOf,
  leadTimeOf,
  queuesOf,
  sampleAnswers,
  throughputOf,
} from './sample-answers.ts';
import { drawn, marksNamed } from './testing/drawn.ts';
import { throughput } from './throughput.ts';
import { finishedPer } from './throughput-rate.ts';

/** Every chart with an answer of a size. */
const cases = [...chartsOfReport, ...chartsOfAnalytics].map((chart) => ({
  chart,
  id: chart.id,
  answerOf: sampleOf(chart.asks),
}));

function sampleOf(name: QuestionName) {
  const sample = sampleAnswers[name];
  if (!sample) throw new Error(`${name}: a chart needs an example in sample-answers.ts`);
  return sample;
}

const looks: [string, Look][] = [
  ['wide, on a page', screenLook(900, 320)],
  ['narrow, on a page', screenLook(330, 300)],
  ['in a file', fileLook(1200, 500)],
];

describe.each(cases)('$chart.id', ({ chart, answerOf }) => {
  describe.each([0, 1, 2, 90])('with %d rows', (size) => {
    test.each(looks)('compiles and draws without a warning: %s', async (_, look) => {
      const { svg, warnings } = await drawn(chart.spec(answerOf(size), look));
      expect(warnings).toEqual([]);
      expect(svg).toMatch(/^<svg/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    });

    test('has a table with a cell for each column', () => {
      const { columns, rows } = chart.table(answerOf(size));
      for (const row of rows) expect(row).toHaveLength(columns.length);
      expect(rows.length).toBeGreaterThanOrEqual(size === 0 ? 0 : 1);
    });

    test('says itself in words', () => {
      const answer = answerOf(size);
      expect(chart.isEmpty(answer) || chart.summary(answer).length > 10).toBe(true);
      expect(`${chart.subtitle(answer)} ${chart.emptyText}`).not.toMatch(/NaN|undefined|null/);
    });
  });

  test('is empty with no rows, and is not with many', () => {
    expect(chart.isEmpty(answerOf(0))).toBe(true);
    expect(chart.isEmpty(answerOf(90))).toBe(false);
  });
});

describe('in a file', () => {
  test.each(cases)('$chart.id uses colours that every program reads', async ({ chart, answerOf }) => {
    const { svg } = await drawn(chart.spec(answerOf(20), fileLook(900, 400)));
    expect(svg).not.toContain('light-dark');
  });
});

test('the cumulative flow legend lists queues in the order of flow, as the bands lie', async () => {
  const { svg } = await drawn(cumulativeFlow.spec(cumulativeFlowOf(30), fileLook(900, 400)));
  const names = [...svg.matchAll(/>(backlog|ready \[to pull\]|dev\.elop'ment|production)</g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(['backlog', 'ready [to pull]', "dev.elop'ment", 'production']);
});

test('durations of milliseconds are drawn in milliseconds', async () => {
  const answer = leadTimeOf(40);
  answer.percentiles = answer.percentiles.map((percentile) => ({ ...percentile, leadTimeMs: 41 }));
  for (const item of answer.scatter?.items ?? []) item.leadTimeMs = 41;
  const { svg } = await drawn(leadTimeScatter.spec(answer, fileLook(900, 400)));
  expect(svg).toContain('85 of 100: 41 ms');
  expect(svg).toContain('(milliseconds)');
});

test('percentile lines say their percentage and duration', async () => {
  const { svg } = await drawn(leadTimeScatter.spec(leadTimeOf(40), fileLook(900, 400)));
  expect(svg).toMatch(/>85 of 100: \d+(\.\d)? days</);
});

test('the cumulative flow says so when its axis does not begin at 0, and only then', async () => {
  const later = await drawn(cumulativeFlow.spec(cumulativeFlowOf(30), fileLook(900, 400)));
  expect(later.svg).toMatch(/>Items since the beginning \(axis from \d+, not 0\)</);
  const fromNothing = cumulativeFlowOf(2);
  for (const { queues } of fromNothing.points) for (const queue of queues) queue.atOrBeyond = 0;
  const first = await drawn(cumulativeFlow.spec(fromNothing, fileLook(900, 400)));
  expect(first.svg).toContain('>Items since the beginning<');
});

test('queues without a limit stand apart in words, so that those with one have the room', async () => {
  const answer = queuesOf(4);
  const free = answer.queues.filter(({ wipLimit }) => wipLimit < 0);
  expect(free.length).toBeGreaterThan(0);
  const { svg } = await drawn(queuesNow.spec(answer, fileLook(900, 400)));
  expect(marksNamed(svg, 'items')).toBe(answer.queues.length - free.length);
  for (const { name, currentWip } of free) {
    expect(svg).not.toContain(`>${name}<`);
    expect(queuesNow.subtitle(answer)).toContain(`${name} ${currentWip}`);
  }
});

test('queues are drawn all when none has a limit', async () => {
  const answer = queuesOf(4);
  answer.queues = answer.queues.map((queue) => ({ ...queue, wipLimit: -1, currentWip: 2 }));
  const { svg } = await drawn(queuesNow.spec(answer, fileLook(900, 400)));
  expect(marksNamed(svg, 'items')).toBe(4);
});

describe('the average throughput', () => {
  // Three items in ten days of which the last week is cut by the range: 2.1 a week, not 1.5 a bar.
  const DAY = 86_400_000;
  const start = Date.parse('2026-03-02T00:00:00Z');
  const iso = (day: number) => new Date(start + day * DAY).toISOString();
  const week = (label: string, from: number, to: number, finished: number) => ({
    start: iso(from),
    end: iso(to),
    label,
    isComplete: true,
    finished,
  });
  const answer: ThroughputAnswer = {
    ...throughputOf(1),
    timeZone: 'UTC',
    from: iso(0),
    to: iso(10),
    answeredAtMs: start + 20 * DAY,
    total: 3,
    intervals: [week('2026-W10', 0, 7, 2), week('2026-W11', 7, 10, 1)],
  };

  test('is one number, for the key figure and for the line of the chart', async () => {
    expect(finishedPer('week', answer)).toBeCloseTo(2.1);
    const { svg } = await drawn(throughput.spec(answer, fileLook(900, 400)));
    expect(svg).toContain('Average: 2.1 a week');
    expect(throughput.summary(answer)).toContain('on average 2.1 a week');
  });

  test('counts only the time that is over', () => {
    expect(finishedPer('day', { ...answer, answeredAtMs: start + 6 * DAY })).toBeCloseTo(0.5);
    expect(finishedPer('day', { ...answer, answeredAtMs: start - 1 })).toBeNull();
  });

  test('has no line when less than one interval is over', () => {
    const early = { ...answer, answeredAtMs: start + 6 * DAY };
    expect(throughput.summary(early)).not.toContain('average');
  });
});

test('every queue that is full is listed, whatever its kind', async () => {
  const answer = queuesOf(3);
  const full = { kind: 'delivered', wipLimit: 0, currentWip: 0, isFull: true, isOverloaded: false } as const;
  answer.queues = [...answer.queues, { ...(answer.queues[1] as QueueNow), ...full, name: 'shipped' }];
  const { svg } = await drawn(queuesNow.spec(answer, fileLook(900, 400)));
  expect(svg).toContain('0 of 0, full');
  expect(queuesNow.summary(answer)).toContain('shipped (0 of 0)');
});

test('a queue over its limit says so in words', async () => {
  const { svg } = await drawn(queuesNow.spec(queuesOf(4), fileLook(900, 400)));
  expect(svg).toContain('3 of 2, over the limit');
  expect(svg).toContain('3 of 3, full');
});

describe('queues with names that mean something to a program', () => {
  const odd = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'null', '"], [\\'];
  const oddly = <Named extends { readonly name: string }>(queues: readonly Named[]): Named[] =>
    queues.map((queue, place) => ({ ...queue, name: odd[place % odd.length] as string }));
  const marksIn = (svg = '', kind: string) =>
    [...svg.matchAll(new RegExp(`<g class="mark-${kind} [^>]*>(.*?)</g>`, 'g'))]
      .map(([, inside]) => inside?.match(/<path/g)?.length)
      .filter((count) => count !== undefined);

  test('are bands of cumulative flow as any others', async () => {
    const answer = cumulativeFlowOf(30);
    const named = {
      ...answer,
      queues: oddly(answer.queues),
      points: answer.points.map((point) => ({ ...point, queues: oddly(point.queues) })),
    };
    const [plain, strange] = await Promise.all(
      [answer, named].map((each) => drawn(cumulativeFlow.spec(each, screenLook(900, 320)))),
    );
    expect(marksIn(strange?.svg, 'area')).toEqual(marksIn(plain?.svg, 'area'));
    expect(marksIn(plain?.svg, 'area')).not.toEqual([]);
    for (const { name } of named.queues.slice(0, 3)) expect(strange?.svg).toContain(`>${name}<`);
    expect(strange?.warnings).toEqual([]);
  });

  test('are bars of the queues now as any others', async () => {
    const answer = queuesOf(5);
    const named = { ...answer, queues: oddly(answer.queues) };
    const [plain, strange] = await Promise.all(
      [answer, named].map((each) => drawn(queuesNow.spec(each, screenLook(900, 320)))),
    );
    expect(marksIn(strange?.svg, 'rect')).toEqual(marksIn(plain?.svg, 'rect'));
    for (const name of ['toString', '__proto__']) expect(strange?.svg).toContain(`>${name}<`);
    expect(strange?.warnings).toEqual([]);
  });
});

test('more items than can be shown are cells that say how many they hold, and the chart says so', async () => {
  const answer = countedLeadTimeOf(60);
  expect(leadTimeScatter.subtitle(answer)).toContain('counted in cells');
  const { svg, warnings } = await drawn(leadTimeScatter.spec(answer, fileLook(900, 400)));
  expect(warnings).toEqual([]);
  expect(svg).not.toMatch(/NaN|undefined/);
  const cells = /class="mark-rect role-mark cells_marks"[\s\S]*?<\/g>/.exec(svg)?.[0] ?? '';
  expect(cells.match(/<path/g)).toHaveLength(60);
  expect(svg).toMatch(/>85 of 100: /);
  const { columns, rows } = leadTimeScatter.table(answer);
  expect(rows).toHaveLength(60);
  for (const row of rows) expect(row).toHaveLength(columns.length);
});

test('a chart of more items than a call takes arguments is said in words, and is drawn', {
  timeout: 60_000,
}, () => {
  const answer = leadTimeOf(200_000);
  expect(leadTimeScatter.summary(answer)).toMatch(/^85 of 100 items took at most/);
  expect(leadTimeScatter.spec(answer, screenLook(900, 320))).toHaveProperty('layer');
});
