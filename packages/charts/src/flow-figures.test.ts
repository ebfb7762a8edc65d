import type { FlowAnswer, StabilityAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowFigures } from './flow-figures.ts';
import { slaOf } from './sample-answers.ts';
import { stabilityOf } from './sample-stability.ts';

test('who reads how many are late now reads beside it how many will be', () => {
  const answer = slaOf(3);
  const open = { ...answer.open, late: 2, likelyLate: 10, atRisk: 0 };
  expect(flowFigures.openLate({ ...answer, open })).toMatchObject({
    value: '2',
    note: 'open items; 10 more likely late, 0 at risk',
  });
  expect(flowFigures.openLate(null)).toMatchObject({ value: '–', note: '' });
});

test('the same average age reads the same on every page, whatever it is compared with', () => {
  const HOUR = 3_600_000;
  const averageAgeMs = 1.425 * HOUR;
  const total = { averageAgeMs, wip: 5 } as NonNullable<FlowAnswer['total']>;
  const window = { ...stabilityOf(3).window, averageAgeEndMs: averageAgeMs, wipEnd: 5 };
  const changes = [
    { figure: 'window.averageAgeEndMs', difference: -72 * HOUR, direction: 'better' as const, reason: null },
  ];
  const summary = { window: { ...window, averageAgeEndMs: averageAgeMs + 72 * HOUR } };
  const stability = { ...stabilityOf(3), window, comparison: { from: '', to: '', summary, changes } };
  expect(flowFigures.ageAtTheEnd(stability as StabilityAnswer).value).toBe('85.5 minutes');
  expect(flowFigures.averageAge({ total } as FlowAnswer, null).value).toBe('85.5 minutes');
});

test("what Little's law is about: nobody, one, many better and worse, too few, unknown", () => {
  const DAY = 86_400_000;
  const { window } = stabilityOf(3);
  if (!window) throw new Error('The sample has no window.');
  const of = (
    items: number,
    averageWip: number,
    days: number,
    before?: readonly [wip: number, days: number],
  ) => {
    const [wipThen = 0, daysThen = 0] = before ?? [];
    const told = (figure: string, difference: number) => ({
      figure: `window.${figure}`,
      difference,
      ...(items < 5
        ? { direction: null, reason: 'tooFewItems' as const }
        : { direction: difference > 0 ? ('worse' as const) : ('better' as const), reason: null }),
    });
    return {
      ...stabilityOf(3),
      window: { ...window, items, averageWip, meanCycleTimeMs: days * DAY, wipEnd: items },
      comparison: before
        ? {
            ...{ from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:00Z' },
            summary: { window: { ...window, averageWip: wipThen, meanCycleTimeMs: daysThen * DAY } },
            changes: [
              told('averageWip', averageWip - wipThen),
              told('meanCycleTimeMs', (days - daysThen) * DAY),
            ],
          }
        : null,
    };
  };
  const { averageInProgress, meanCycleTime, ageAtTheEnd } = flowFigures;
  expect(averageInProgress(null)).toMatchObject({ value: '–', note: '' });
  expect(meanCycleTime({ ...stabilityOf(3), window: null })).toMatchObject({ value: '–' });
  expect(averageInProgress(of(1, 0.4, 3))).toMatchObject({
    ...{ value: '0.4', note: 'of 1 item that was there', change: null },
  });
  expect(averageInProgress(of(9, 4, 3, [6, 3])).change).toEqual({
    ...{ direction: 'better', words: '▼ 2 less than before (6): better' },
  });
  expect(meanCycleTime(of(9, 4, 12, [4, 9])).change?.words).toBe('▲ 3 days more than before (9 days): worse');
  expect(meanCycleTime(of(3, 4, 12, [4, 9])).change?.words).toMatch(/; too few items to judge$/);
  expect(ageAtTheEnd(of(9, 4, 12, [4, 9])).note).toBe('of 9 items in progress');
});
