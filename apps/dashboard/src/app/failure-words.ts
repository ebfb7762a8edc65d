import type { ApiFailure } from '@kanban/api';
import { formatDay, isCalendarDate } from '@kanban/charts';
import type { View } from '../view/view.ts';

/** A refusal in words of the page: parameters are the API's. */
export function failureWords({ problem, message }: ApiFailure, view: View): string {
  const { range, asOf } = view;
  switch (problem?.parameter) {
    case 'from':
    case 'to':
      if (view.page === 'forecast' && view.past !== null) {
        return `The days that the forecast rests on, ${view.past.replace('..', ' to ')}, are no two days in order that have passed. Choose others.`;
      }
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
      return `“${view.count ?? ''}” is no number of items. Write a whole number from 1 to 99999, such as 20, or two of them, such as 20..25.`;
    case 'date':
      return 'The last day has to lie ahead, within the next ten years.';
  }
  return message;
}

/** What the sentence with its field says beside the field, and no card again. */
export function isToldByField({ problem }: ApiFailure): boolean {
  return problem?.parameter === 'items' || problem?.parameter === 'date';
}
