import { zonedDates } from '@kanban/charts';
import type { Snapshot } from '../view/board.ts';
import type { View } from '../view/view.ts';
import { fill, h } from './dom.ts';

interface Actions {
  retry(): void;
  choose(change: Partial<View>): void;
}

/** What concerns the whole page: the API is away, refuses, or has nothing in this range. Read out when it changes. */
export function createNotices({ retry, choose }: Actions) {
  const element = h('div', { class: 'notices', role: 'status' });
  const countdown = h('span', { 'aria-hidden': 'true' });
  let shown = '';
  let retryAt: number | null = null;
  setInterval(() => {
    if (retryAt !== null) countdown.textContent = countdownText(retryAt);
  }, 500);

  return {
    element,
    update(snapshot: Snapshot): void {
      retryAt = snapshot.retryAt;
      const notice = noticeOf(snapshot);
      const wanted = JSON.stringify(notice);
      if (wanted === shown) return;
      shown = wanted;
      if (notice === null) fill(element);
      else
        fill(
          element,
          h(
            'div',
            { class: `notice ${notice.kind}` },
            h('p', {}, notice.text, ' ', countdown),
            actionOf(notice),
          ),
        );
    },
  };

  function noticeOf({ failure, stream, view, remotes }: Snapshot) {
    if (failure?.reason === 'away') {
      const isOld = Object.values(remotes).some(({ answer }) => answer !== null);
      const since = isOld ? ' What is shown is its last answer.' : '';
      return { kind: 'away', text: `${failure.message}${since}`, action: 'retry' } as const;
    }
    if (failure) return { kind: 'refused', text: failure.brief, action: 'reset' } as const;
    const isEmpty =
      remotes.cumulativeFlow.answer?.points.every(({ arrivals }) => arrivals === 0) &&
      remotes.leadTime.answer?.sampleSize === 0;
    if (!stream || remotes.leadTime.isOutdated) return null;
    if (stream.firstEventAt === null || stream.lastEventAt === null) {
      return { kind: 'empty', text: `Nothing has happened in “${stream.name}” yet.` } as const;
    }
    if (remotes.leadTime.answer?.sampleSize !== 0 && !isEmpty) return null;
    const dates = zonedDates(stream.timeZone);
    const [first, last] = [stream.firstEventAt, stream.lastEventAt];
    const text = `No item was finished in this range. “${stream.name}” has events from ${dates.date(first)} to ${dates.date(last)}.`;
    const end = dates.isoDate(last);
    const start = new Date(Math.max(Date.parse(end) - 89 * 86_400_000, Date.parse(dates.isoDate(first))))
      .toISOString()
      .slice(0, 10);
    const isThis = 'from' in view.range && view.range.from === start && view.range.to === end;
    return isThis
      ? null
      : ({ kind: 'empty', text, action: 'show', range: { from: start, to: end } } as const);
  }

  function actionOf(notice: NonNullable<ReturnType<typeof noticeOf>>): HTMLButtonElement | null {
    if (!('action' in notice)) return null;
    const button = (text: string, onclick: () => void) => h('button', { type: 'button', onclick }, text);
    switch (notice.action) {
      case 'retry':
        return button('Try now', retry);
      case 'reset':
        return button('Show the default view', () =>
          choose({ stream: null, range: { days: 90 }, interval: 'auto', timeZone: null }),
        );
      case 'show':
        return button('Show its last 90 days', () => choose({ range: notice.range }));
    }
  }
}

function countdownText(retryAt: number): string {
  const seconds = Math.ceil((retryAt - Date.now()) / 1000);
  return seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying …';
}
