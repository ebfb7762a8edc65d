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
      <p class="updated">
        {request ? whenText(request) : '\u00a0'}
        {request && isOfNow(request) && <LiveStatus timeZone={request.timeZone} />}
      </p>
    </div>
  );

  function whenText(made: Request): string {
    const range = uses.includes('range') ? rangeText(made) : '';
    return [range, momentText(made), made.timeZone].filter(Boolean).join(', ');
  }

  /** What has passed is not live, and what the API refuses is not shown. */
  function isOfNow(made: Request): boolean {
    const isRefused = board.failure.value !== null && board.failure.value.reason !== 'away';
    return made.asOf === undefined && !isOfPastDay(made) && !isRefused;
  }

  function isOfPastDay({ at }: Request): boolean {
    return uses.includes('asOf') && at !== undefined;
  }

  function momentText(made: Request): string {
    const { asOf: known, day, timeZone } = made;
    if (known !== undefined) {
      if (!Number.isFinite(Date.parse(known))) return '';
      const time = timeOf(Date.parse(known), timeZone);
      return `as it was known on ${formatDay(day)}${time && `, ${time}`}`;
    }
    return isOfPastDay(made) ? `as it was on ${formatDay(day)}` : asOf();
  }

  function asOf(): string {
    const answeredAt = board.answeredAt.value;
    if (!request || answeredAt === null || board.failure.value !== null) return '';
    const time = timeOf(answeredAt, request.timeZone);
    return time && `as of ${time}`;
  }
}

/** Whether changes are shown as they happen; if not, since when. */
function LiveStatus({ timeZone }: { timeZone: string }) {
  const told = useApp().board.told.value;
  if (told === null) return null;
  return (
    <span class="live-status" data-live={told.isLive}>
      {told.isLive ? 'live' : `not live since ${timeOf(told.since, timeZone)}, asked every minute`}
    </span>
  );
}

/** Empty for a zone that the browser does not know: the API explains what is wrong. */
function timeOf(instant: number, timeZone: string): string {
  try {
    return zonedDates(timeZone).time(instant);
  } catch {
    return '';
  }
}

function rangeText(request: Request): string {
  // An invalid date is shown as it was requested: the API explains what is wrong.
  const readable = (bound: string) => (isCalendarDate(bound) ? zonedDates('UTC').date(bound) : bound);
  return `${readable(request.from)} to ${readable(request.to)}`;
}
