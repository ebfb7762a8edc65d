import { lengthInDays, type Request } from '../../view/request.ts';
import type { View } from '../../view/view.ts';

type Interval = View['interval'];

const DAYS: readonly (readonly [Interval, string, number])[] = [
  ['hour', 'Hours', 1 / 24],
  ['day', 'Days', 1],
  ['week', 'Weeks', 7],
  ['month', 'Months', 30],
];
/** More bars than this cannot be told apart. */
const MOST_BARS = 400;

/** Intervals that make bars of a range; one that was chosen stays among them. */
export function suitableChoices(request: Request | null, chosen: Interval): (readonly [Interval, string])[] {
  const days = request ? lengthInDays(request.from, request.to) : 90;
  const fitting = DAYS.filter(
    ([unit, , length]) => unit === chosen || (length <= days && days / length <= MOST_BARS),
  );
  return [['auto', 'Automatic'], ...fitting.map(([unit, text]) => [unit, text] as const)];
}
