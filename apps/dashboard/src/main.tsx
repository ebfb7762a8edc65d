import '@fontsource-variable/inter';
import './styles/page.css';
import { createClient } from '@kanban/api';
import { withinDeadline } from '@kanban/service/within-deadline';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { findApi } from './api/address.ts';
import { tokenStore } from './api/token.ts';
import { AppContext } from './app/context.ts';
import { Shell } from './app/shell.tsx';
import { connectLive } from './live/connect.ts';
import { pages } from './pages/pages.ts';
import { AddressBar } from './view/address-bar.ts';
import { Board } from './view/board.ts';
import { readView, type View, writeView } from './view/view.ts';

const view = signal(readView(location.search));
// On its way while the address of the API and the font are found; the shell says it if it cannot be loaded.
pages[view.value.page].load().catch(() => {});
const apiUrl = await findApi();
const tokens = tokenStore(apiUrl);
const client = createClient({ url: apiUrl.href.replace(/\/$/, ''), token: tokens.get });
const board = new Board({ client, apiUrl, token: tokens.get, connect: connectLive }, view.value);
// Text is measured when a chart is drawn: it must be drawn with the font that it is measured with.
await withinDeadline(1_500, document.fonts.load("12px 'Inter Variable'"), () => []);

const addressBar = new AddressBar();

function choose(change: Partial<View>, { isTyping = false } = {}): void {
  const next = { ...view.value, ...change };
  if (writeView(next) === writeView(view.value)) return;
  if (isTyping) addressBar.type(next);
  else addressBar.push(next);
  if (next.page !== view.value.page) scrollTo(0, 0);
  view.value = next;
}

addEventListener('popstate', () => {
  view.value = readView(location.search);
});

render(
  <AppContext.Provider value={{ apiUrl, client, tokens, board, view, choose }}>
    <Shell />
  </AppContext.Provider>,
  document.body,
);
