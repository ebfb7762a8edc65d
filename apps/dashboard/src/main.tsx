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
import { Board } from './view/board.ts';
import { addressOf, readView, type View, writeView } from './view/view.ts';

const apiUrl = await findApi();
const tokens = tokenStore(apiUrl);
const client = createClient({ url: apiUrl.href.replace(/\/$/, ''), token: tokens.get });
const view = signal(readView(location.search));
const board = new Board(client, view.value);
// Text is measured when a chart is drawn: it must be drawn with the font that it is measured with.
await withinDeadline(1_500, document.fonts.load("12px 'Inter Variable'"), () => []);

function choose(change: Partial<View>): void {
  const next = { ...view.value, ...change };
  if (writeView(next) === writeView(view.value)) return;
  history.pushState(null, '', addressOf(next));
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
