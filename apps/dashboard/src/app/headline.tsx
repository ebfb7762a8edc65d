import { formatDay, isCalendarDate, zonedDates } from '@kanban/charts';
import { useSignalEffect } from '@preact/signals';
import { pages } from '../pages/pages.ts';
import type { Request } from '../view/request.ts';
import { useApp } from './context.ts';
import type { Filter } from './page-definition.ts';

/** Which stream and page this is, of when, and what it answers. */
export function Headline({ uses }: { uses: readonly Filter[] }) {
  const { board, view } = useApp();
  useSignalEffect(() => {
    const { title } = pages[view.value.page];
    const stream = board.stream.value?.name;
    document.title = `${[title, stream].filter(Boolean).join(', ')} – Kanban Flow`;
  });
  const { page, stream: wanted, item } = view.value;
  const request = board.request.value;
  const name = page === 'item' ? (item ?? 'No item') : (board.stream.value?.name ?? wanted ?? 'Kanban Flow');
  return (
    <div class="headline">
      <h1>{page === 'streams' ? 'All streams' : name}</h1>
      <p class="page-question">{pages[page].question}</p>
      <p class="updated">{request ? whenText(request) : '\u00a0'}</p>
    </div>
  );

  function whenText(made: Request): string {
    const { asOf: day } = view.value;
    const range = uses.includes('range') ? rangeText(made) : '';
    const moment = uses.includes('asOf') && day !== null ? `as it was on ${formatDay(day)}` : asOf();
    return [range, moment, made.timeZone].filter(Boolean).join(', ');
  }

  function asOf(): string {
    const answeredAt = board.answeredAt.value;
    if (!request || answeredAt === null || board.failure.value !== null) return '';
    try {
      return `as of ${zonedDates(request.timeZone).time(answeredAt)}`;
    } catch {
      // A zone that the browser does not know: the API explains what is wrong.
      return '';
    }
  }
}

function rangeText(request: Request): string {
  // An invalid date is shown as it was requested: the API explains what is wrong.
  const readable = (bound: string) => (isCalendarDate(bound) ? zonedDates('UTC').date(bound) : bound);
  return `${readable(request.from)} to ${readable(request.to)}`;
}
