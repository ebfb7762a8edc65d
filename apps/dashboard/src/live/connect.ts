import type { News } from './line.ts';
import { createSwitchboard, type Order } from './switchboard.ts';

/** Takes orders, and lets hear what is told. */
export type Connect = (hear: (news: News) => void) => (order: Order) => void;

const HIDDEN_MS = 60_000;

/** The stream of changes for this page: shared with the other tabs where the browser can, else its own. */
export const connectLive: Connect = (hear) => {
  const order = 'SharedWorker' in globalThis ? shared(hear) : own(hear);
  let watched: Order | null = null;
  // A page that is gone, or kept for the back button, listens no more.
  addEventListener('pagehide', () => order({ kind: 'leave' }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && watched) order(watched);
  });
  return (wanted) => {
    if (wanted.kind === 'watch') watched = wanted;
    order(wanted);
  };
};

const shared: Connect = (hear) => {
  const { port } = new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  port.onmessage = ({ data }: MessageEvent<News>) => hear(data);
  return (order) => port.postMessage(order);
};

/** Who is hidden for a minute gives the connection back: there are six for all tabs. */
const own: Connect = (hear) => {
  const order = createSwitchboard().join(hear);
  let watched: Order | null = null;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => order({ kind: 'leave' }), HIDDEN_MS);
    else if (watched) order(watched);
  });
  return (wanted) => {
    if (wanted.kind === 'watch') watched = wanted;
    order(wanted);
  };
};
