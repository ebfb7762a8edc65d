import type { ApiFailure } from '@kanban/api';
import { formatDay, isCalendarDate } from '@kanban/charts';
import type { View } from '../view/view.ts';

/** A refusal in words of the page: parameters are the API's. */
export function failureWords({ problem, message }: ApiFailure, view: View): string {
  const { range, asOf } = view;
  switch (problem?.parameter) {
    case 'from':
    case 'to':
      if (!('from' in range)) break;
      if (range.from > range.to) {
        return `The range begins on ${formatDay(range.from)}, after its end on ${formatDay(range.to)}. Choose an end that comes later.`;
      }
      if (isCalendarDate(range.from) && isCalendarDate(range.to)) {
        return `The range from ${formatDay(range.from)} to ${formatDay(range.to)} is not within the years 1970 to 9999. Choose two days of these.`;
      }
      return `The range from “${range.from}” to “${range.to}” has a day that does not exist. Choose two days of the calendar.`;
    case 'timeZone':
      return `There is no time zone “${view.timeZone ?? ''}”. Choose one of the list.`;
    case 'at':
    case 'asOf':
      return `The board cannot be shown as of “${asOf ?? ''}”. Choose a day of the calendar, or an instant since when the board keeps what it was like.`;
    case 'items':
    case 'date':
      return 'The forecast needs a whole number of items and a day that lies ahead.';
  }
  return message;
}
