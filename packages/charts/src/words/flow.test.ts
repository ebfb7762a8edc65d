import type { FlowAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { cumulativeFlowOf, throughputOf } from '../sample-answers.ts';
import { flowSamples } from '../sample-flow.ts';
import { netFlowWords, pilesWords, throughputWords } from './flow.ts';

const DAY = 86_400_000;

function finished(total: number, days = 70) {
  const start = Date.parse('2026-03-02T00:00:00Z');
  return {
    ...throughputOf(1),
    from: new Date(start).toISOString(),
    to: new Date(start + days * DAY).toISOString(),
    answeredAtMs: start + 400 * DAY,
    total,
  };
}

describe('how much is finished, in words', () => {
  test('nobody, one, three', () => {
    expect(throughputWords(finished(0), 'week')).toBe('No item was finished, on average 0 a week.');
    expect(throughputWords(finished(1), 'week')).toBe('One item was finished, on average 0.1 a week.');
    expect(throughputWords(finished(3, 5), 'week')).toBe('3 items were finished.');
  });

  test('many, better, worse, too few to judge', () => {
    expect(throughputWords(finished(30), 'week', finished(20))).toBe(
      '30 items were finished, on average 3 a week; ▲ 1 more than before (2): better.',
    );
    expect(throughputWords(finished(20), 'week', finished(30))).toContain('▼ 1 less than before (3): worse');
    expect(throughputWords(finished(30), 'week', finished(1))).toContain('too few items to judge');
  });
});

describe('where work piles up, in words', () => {
  test('is the queue that grew most, or none', () => {
    const answer = cumulativeFlowOf(11);
    expect(pilesWords(answer)).toMatch(
      /^Most in “\w+.*”: from \d+ to \d+ items?\. All open queues together: /,
    );
    const still = { ...answer, points: answer.points.slice(0, 1) };
    expect(pilesWords(still)).toMatch(/^No queue grew\. /);
    expect(pilesWords({ ...answer, points: [] })).toBe('There is nothing to compare yet.');
  });

  test('counts nobody, one, three and many, and says when it got less', () => {
    const answer = cumulativeFlowOf(2);
    const [first] = answer.points;
    if (!first) throw new Error('The sample has no point.');
    const open = answer.queues.find(({ kind }) => !['delivered', 'completed'].includes(kind));
    const holding = (items: number) => ({
      ...first,
      queues: first.queues.map((queue) => ({ ...queue, items: queue.name === open?.name ? items : 0 })),
    });
    const said = (from: number, to: number) =>
      pilesWords({ ...answer, points: [holding(from), holding(to)] });
    const most = (words: string) => `Most in “${open?.name}”: ${words}`;
    expect(said(0, 1)).toBe(
      most('from 0 to 1 item. All open queues together: 0 items at first, 1 at the end.'),
    );
    expect(said(1, 3)).toBe(
      most('from 1 to 3 items. All open queues together: 1 item at first, 3 at the end.'),
    );
    expect(said(40, 4_000)).toContain('from 40 to 4,000 items.');
    expect(said(3, 0)).toBe('No queue grew. All open queues together: 3 items at first, 0 at the end.');
  });
});

describe('whether more comes than goes, in words', () => {
  const flow = (arrivals: number, gone: number) => {
    const answer = flowSamples.flow(3) as FlowAnswer;
    const total = answer.total as NonNullable<FlowAnswer['total']>;
    const netFlow = arrivals - gone;
    return {
      ...answer,
      total: { ...total, arrivals, departures: { finished: gone, dropped: 0 }, netFlow, throughput: gone },
    };
  };

  test('nobody, one, three, many; more, fewer, as many; unknown', () => {
    expect(netFlowWords(flow(0, 0))).toBe('Nothing was begun, and nothing ended.');
    expect(netFlowWords(flow(3, 3))).toBe('As many were begun as ended: 3 begun, 3 ended.');
    expect(netFlowWords(flow(40, 39))).toBe('1 more was begun than ended: 40 begun, 39 ended.');
    expect(netFlowWords(flow(3, 40), flow(5, 1))).toBe(
      '37 more ended than were begun: 3 begun, 40 ended. In the period before: +4.',
    );
    const back = flow(3, 40);
    const total = { ...back.total, throughput: 38, departures: { finished: 39, dropped: 1 } };
    expect(netFlowWords({ ...back, total })).toBe(
      '37 more ended than were begun: 3 begun, 40 ended (39 finished and 1 dropped, each time that they were).',
    );
    expect(netFlowWords({ ...flow(1, 1), total: null })).toBe('This range has not begun.');
  });
});
