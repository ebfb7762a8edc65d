import { withinDeadline } from '@kanban/service/within-deadline';
import '@fontsource-variable/inter';
import './styles/page.css';
import { createClient } from '@kanban/api';
import { findApi } from './api/address.ts';
import { tokenStore } from './api/token.ts';
import { createPage } from './page/page.ts';
import { Board, type Snapshot } from './view/board.ts';
import { readView, type View, writeView } from './view/view.ts';

const apiUrl = await findApi();
const tokens = tokenStore(apiUrl);
const client = createClient({ url: apiUrl.href.replace(/\/$/, ''), token: tokens.get });

let view = readView(location.search);
// Text is measured when a chart is drawn: it must be drawn with the font that it is measured with.
await withinDeadline(1_500, document.fonts.load("12px 'Inter Variable'"), () => []);
const update = createPage({ apiUrl, client, tokens, choose, retry: () => board.refresh() });
const board = new Board(client, view, (snapshot: Snapshot) => update(snapshot));
board.show(view);

/** Each choice is a place to come back to. */
function choose(change: Partial<View>): void {
  const next = { ...view, ...change };
  const address = `${location.pathname}${writeView(next)}`;
  if (address === location.pathname + location.search) return;
  history.pushState(null, '', address);
  arrive(next);
}

function arrive(next: View): void {
  view = next;
  board.show(next);
}

addEventListener('popstate', () => arrive(readView(location.search)));
