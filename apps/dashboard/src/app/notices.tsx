import { zonedDates } from '@kanban/charts';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from './context.ts';
import { failureWords } from './failure-words.ts';
import type { Filter } from './page-definition.ts';

/** What concerns the whole page, once: the API is away or refuses, or there is nothing in this range. Read out when it changes. */
export function Notices({ uses }: { uses: readonly Filter[] }) {
  return (
    <div class="notices" role="status">
      <Notice uses={uses} />
    </div>
  );
}

function Notice({ uses }: { uses: readonly Filter[] }) {
  const { board, choose, view } = useApp();
  const failure = board.failure.value;
  const stream = board.stream.value;
  const request = board.request.value;
  if (failure?.reason === 'away') {
    const since = board.answeredAt.value === null ? '' : ' What is shown is its last answer.';
    return (
      <Line kind="away" text={`${failure.message}${since}`}>
        <Countdown />
        <button type="button" onClick={() => board.refresh()}>
          Try now
        </button>
      </Line>
    );
  }
  if (failure?.reason === 'tokenNeeded') {
    return (
      <Line kind="refused" text="Only people with an access token may see this board.">
        <button type="button" onClick={() => board.refresh()}>
          Enter a token
        </button>
      </Line>
    );
  }
  if (failure) {
    return (
      <Line kind="refused" text={failureWords(failure, view.value)}>
        <button
          type="button"
          onClick={() =>
            choose({
              stream: null,
              range: { days: 90 },
              interval: 'auto',
              timeZone: null,
              type: null,
              classOfService: null,
              assignee: null,
              asOf: null,
            })
          }
        >
          Show the default view
        </button>
      </Line>
    );
  }
  if (!stream || !request) return null;
  if (stream.firstEventAt === null || stream.lastEventAt === null) {
    return <Line kind="empty" text={`Nothing has happened in “${stream.name}” yet.`} />;
  }
  const dates = zonedDates(stream.timeZone);
  const [first, last] = [dates.isoDate(stream.firstEventAt), dates.isoDate(stream.lastEventAt)];
  if (!('from' in view.value.range) || (request.from <= last && request.to >= first)) {
    const isUncompared = request.isBeforeAll[uses.includes('range') ? 'range' : 'day'];
    if (!isUncompared || !uses.includes('compare')) return null;
    return <Line kind="uncompared" text="There is nothing before 1970 to compare with." />;
  }
  const isAhead = request.from > request.today;
  const text = isAhead
    ? 'This range lies in the future.'
    : `Nothing happened in this range: “${stream.name}” has events from ${dates.date(stream.firstEventAt)} to ${dates.date(stream.lastEventAt)}.`;
  const start = new Date(Math.max(Date.parse(last) - 89 * 86_400_000, Date.parse(first)));
  return (
    <Line kind="empty" text={text}>
      <button
        type="button"
        onClick={() => choose({ range: { from: start.toISOString().slice(0, 10), to: last } })}
      >
        Show its last 90 days
      </button>
    </Line>
  );
}

function Line({ kind, text, children }: { kind: string; text: string; children?: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`}>
      <p>{text}</p>
      {children}
    </div>
  );
}

function Countdown() {
  const retryAt = useApp().board.retryAt.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (retryAt === null) return null;
  const seconds = Math.ceil((retryAt - now) / 1000);
  return <span aria-hidden="true">{seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying …'}</span>;
}
