import type { BacktestAnswer, HowManyAnswer, WhenAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { forecastSamples } from '../sample-forecasts.ts';
import { atLeastWords, byWhenWords, calibrationWords, pastWords } from './forecast.ts';

describe('what can be promised by a day', () => {
  const sure = (items: number | null, isThin = false): HowManyAnswer => ({
    ...(forecastSamples.forecastHowMany(40) as HowManyAnswer),
    date: '2026-12-24',
    isThin,
    reason: items === null ? 'tooLittleHistory' : null,
    // "At least" with 85 of 100 is the 15th percentile of what comes: the smaller number.
    percentiles:
      items === null
        ? []
        : [
            { percentile: 50, items: items + 5, probability: 0.5 },
            { percentile: 85, items, probability: 0.85 },
          ],
  });

  test('nothing, one, three, many, unknown, little known', () => {
    expect(atLeastWords(sure(0))).toContain('it may be that nothing is finished by 24 Dec 2026');
    expect(atLeastWords(sure(1))).toContain('at least one item is finished');
    expect(atLeastWords(sure(12))).toBe(
      'In 85 of 100 futures that go on like the past at least 12 items are finished by 24 Dec 2026.',
    );
    expect(atLeastWords(sure(null))).toMatch(/^There is too little history/);
    expect(atLeastWords(sure(3, true))).toContain('take it with care');
  });
});

describe('when items will be done', () => {
  const asked = (items: string, date: string | null, half: string | null = null): WhenAnswer => {
    const answer = forecastSamples.forecastWhen(40) as WhenAnswer;
    const [stream] = answer.streams;
    if (!stream) throw new Error('The sample has no stream.');
    return {
      ...answer,
      isThin: false,
      streams: [{ ...stream, items }],
      percentiles: [
        { percentile: 50, date: half, days: 1, probability: 0.5 },
        { percentile: 85, date, days: 1, probability: 0.85 },
      ],
    };
  };

  test('one, many, a range of them, never', () => {
    expect(byWhenWords(asked('1', '2026-12-24'))).toBe(
      'In 85 of 100 futures that go on like the past one more item is done by 24 Dec 2026.',
    );
    expect(byWhenWords(asked('20..25', '2026-12-24', '2026-12-11'))).toBe(
      'In 85 of 100 futures that go on like the past 20 to 25 more items are done by 24 Dec 2026, in half of them by 11 Dec 2026.',
    );
    expect(byWhenWords(asked('900', null))).toBe(
      'In fewer than 85 of 100 futures 900 more items are done within ten years.',
    );
    expect(byWhenWords({ ...asked('1', null), percentiles: [], reason: 'nothingFinished' })).toMatch(
      /nothing was finished/,
    );
  });
});

describe('whether such forecasts were right', () => {
  const judged = (
    verdict: BacktestAnswer['calibration'][number]['verdict'],
    hits: number,
    origins: number,
  ) => {
    const answer = forecastSamples.forecastBacktest(12) as BacktestAnswer;
    return {
      ...answer,
      calibration: answer.calibration.map((each) =>
        each.percentile === 85 ? { ...each, verdict, hits, origins, promisedShare: 0.87 } : each,
      ),
    };
  };

  test('as often, less, more, too few, never asked', () => {
    // 87 of 100 of 43 are 37.4.
    expect(calibrationWords(judged('holds', 36, 43))).toBe(
      'Asked 43 times in the past, the “85 of 100” answer came true 36 times; it promised 37: it can be relied on.',
    );
    expect(calibrationWords(judged('overconfident', 20, 43))).toContain(
      'came true 20 times; it promised 37: too rarely, so promise less.',
    );
    expect(calibrationWords(judged('cautious', 43, 43))).toContain(
      'it promised 37: more often than needed, so more may be promised.',
    );
    expect(calibrationWords(judged('tooFewOrigins', 1, 1))).toBe(
      'Asked 1 time in the past, the “85 of 100” answer came true 1 time: too few to judge by.',
    );
    expect(calibrationWords({ ...judged('holds', 0, 0), origins: [] })).toMatch(
      /^There is too little history/,
    );
  });

  test('also beside an answer, as often, less, more, too few, never, and with an unknown promise', () => {
    const beside = (...of: Parameters<typeof judged>) => {
      const [found] = judged(...of).calibration.filter(({ percentile }) => percentile === 85);
      if (!found) throw new Error('The sample has no 85 of 100.');
      return found;
    };
    expect(pastWords(beside('holds', 30, 32))).toBe(
      'Such answers came true here 30 of 32 times; they promised 28: they can be relied on.',
    );
    expect(pastWords(beside('overconfident', 3, 32))).toContain('too rarely, so promise less');
    expect(pastWords(beside('cautious', 32, 32))).toContain('more often than needed');
    expect(pastWords(beside('tooFewOrigins', 1, 1))).toBe(
      'Such answers came true here 1 of 1 time: too few to judge by.',
    );
    expect(pastWords(beside('tooFewOrigins', 0, 0))).toBe('Such answers could not be checked here yet.');
    expect(pastWords({ ...beside('holds', 85, 100), promisedShare: null })).toContain('they promised 85:');
  });
});
