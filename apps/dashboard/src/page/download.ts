import type { Client } from '@kanban/api';
import { dialectWords, spreadsheetDialect } from '../api/spreadsheet-dialect.ts';
import type { TokenStore } from '../api/token.ts';
import { h } from './dom.ts';

export function saveAs(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: filename, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address when it begins to save, which is later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A link to CSV. With a token the browser cannot follow it: then it is fetched, and saved under the name that the API gave. */
export function csvLink(client: Client, tokens: TokenStore, what: string): HTMLAnchorElement {
  const label = `Download ${what} as CSV`;
  const title = dialectWords(spreadsheetDialect());
  const link = h('a', { class: 'button', download: true, 'aria-label': label, title }, 'CSV');
  link.addEventListener('click', async (event) => {
    if (tokens.get() === undefined) return;
    event.preventDefault();
    const response = await client.table(link.href);
    const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    saveAs(await response.blob(), named ?? 'kanban-flow.csv');
  });
  return link;
}
