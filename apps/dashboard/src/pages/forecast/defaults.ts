import { daysAfter } from '@kanban/charts';
import { type Ask, ask } from '../../view/ask.ts';
import { lengthInDays } from '../../view/request.ts';

/** What is asked about before anybody has chosen: a fortnight's work of a small team. */
const DEFAULT_ITEMS = '20';
const DEFAULT_DAYS = 14;

/** How many items of each stream; what was typed wrongly is for the API to refuse. */
export function countsOf(items: string | null | undefined, streams: string | null | undefined): string[] {
  const count = streams?.split(',').length ?? 1;
  if (count === 1) return [items ?? DEFAULT_ITEMS];
  const given = items?.split(',') ?? [];
  return Array.from({ length: count }, (_, n) => given[n] || DEFAULT_ITEMS);
}

/** What was finished in as many days up to yesterday as lie ahead. */
export const asLongBefore: Ask<'throughput'> = {
  ...ask('throughput'),
  choices(request) {
    const ahead = request.date ? lengthInDays(request.day, request.date) - 1 : DEFAULT_DAYS;
    if (ahead < 1) return null;
    const { day } = request;
    return { ...request, from: daysAfter(day, -ahead), to: daysAfter(day, -1), splitBy: undefined };
  },
};
