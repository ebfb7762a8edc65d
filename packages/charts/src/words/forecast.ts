import type { BacktestAnswer, HowManyAnswer, WhenAnswer } from '@kanban/api';
import { whyNothing } from '../forecast-words.ts';
import { formatDay } from '../format/calendar-dates.ts';
import { countOf, formatCount } from '../format/numbers.ts';

const FUTURES = 'In 85 of 100 futures that go on like the past';

/** `In 85 of 100 futures that go on like the past at least 12 items are finished by 24 Dec 2026.` */
export function atLeastWords({ percentiles, date, reason, isThin }: HowManyAnswer): string {
  const sure = percentiles.find(({ percentile }) => percentile === 85);
  if (!sure) return whyNothing(reason);
  const subject =
    sure.items === 0
      ? 'it may be that nothing is finished'
      : sure.items === 1
        ? 'at least one item is finished'
        : `at least ${formatCount(sure.items)} items are finished`;
  return `${FUTURES} ${subject} by ${formatDay(date)}.${thinWords(isThin)}`;
}

/** `In 85 of 100 futures that go on like the past 20 more items are done by 24 Dec 2026, in half of them by 11 Dec 2026.` */
export function byWhenWords({ percentiles, streams, reason, isThin }: WhenAnswer): string {
  const at = (wanted: number) => percentiles.find(({ percentile }) => percentile === wanted);
  const [half, sure] = [at(50), at(85)];
  if (!sure) return whyNothing(reason);
  const asked = streams.map(({ items }) => items.replace('..', ' to ')).join(' and ');
  const subject = asked === '1' ? 'one more item is' : `${asked} more items are`;
  if (sure.date === null) return `In fewer than 85 of 100 futures ${subject} done within ten years.`;
  const typical = half?.date ? `, in half of them by ${formatDay(half.date)}` : '';
  return `${FUTURES} ${subject} done by ${formatDay(sure.date)}${typical}.${thinWords(isThin)}`;
}

type Calibration = BacktestAnswer['calibration'][number];

/** What the past says of such forecasts: `Asked 43 times in the past, the “85 of 100” answer came true 36 times; it promised 37: it can be relied on.` */
export function calibrationWords({ calibration, origins }: BacktestAnswer): string {
  const sure = calibration.find(({ percentile }) => percentile === 85);
  if (!sure || origins.length === 0) return 'There is too little history to look back on forecasts.';
  return `Asked ${countOf(sure.origins, 'time')} in the past, the “85 of 100” answer came true ${countOf(sure.hits, 'time')}${reliabilityWords(sure)}.`;
}

/** Beside an answer: `Such answers came true here 36 of 43 times; they promised 37: they can be relied on.` */
export function pastWords(calibration: Calibration): string {
  const { hits, origins } = calibration;
  if (origins === 0) return 'Such answers could not be checked here yet.';
  return `Such answers came true here ${formatCount(hits)} of ${countOf(origins, 'time')}${reliabilityWords(calibration, 'they')}.`;
}

/** A count is seldom exactly the one promised: how far it may be off by chance, the API has judged. */
function reliabilityWords(
  { verdict, origins, promisedShare, percentile }: Calibration,
  subject: 'it' | 'they' = 'it',
): string {
  if (verdict === 'tooFewOrigins') return ': too few to judge by';
  const promised = formatCount(Math.round((promisedShare ?? percentile / 100) * origins));
  const verdicts = {
    holds: `${subject} can be relied on`,
    overconfident: 'too rarely, so promise less',
    cautious: 'more often than needed, so more may be promised',
  };
  return `; ${subject} promised ${promised}: ${verdicts[verdict]}`;
}

function thinWords(isThin: boolean): string {
  return isThin ? ' Fewer than 30 items were finished: take it with care.' : '';
}
