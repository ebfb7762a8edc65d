import { createLine, type News, type Target } from './line.ts';

/** What a page wants of the line that it shares with others. */
export type Order =
  | { readonly kind: 'watch'; readonly target: Target }
  | { readonly kind: 'wake' }
  | { readonly kind: 'leave' };

/** One line for all pages of a browser: a browser opens six connections to a host, and not one more. */
export function createSwitchboard(): { join(hear: (news: News) => void): (order: Order) => void } {
  const members = new Map<(news: News) => void, Target>();
  let last: News | null = null;
  const line = createLine((news) => {
    last = news;
    for (const hear of members.keys()) hear(news);
  });
  return {
    join: (hear) => (order) => {
      if (order.kind === 'wake') {
        line.wake();
        return;
      }
      members.delete(hear);
      if (order.kind === 'watch') members.set(hear, order.target);
      const isOther = line.watch(together([...members.values()]));
      if (isOther) last = null;
      else if (order.kind === 'watch' && last) hear(last);
    },
  };
}

/** One stream where all look at one, else all of them; the newest token. */
function together(targets: readonly Target[]): Target | null {
  const newest = targets.at(-1);
  if (!newest) return null;
  const isShared = targets.every(({ stream }) => stream === newest.stream);
  return isShared ? newest : { ...newest, stream: null };
}
