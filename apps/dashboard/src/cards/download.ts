import type { Client } from '@kanban/api';

export function saveAs(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: filename, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address when it begins to save, which is later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Fetches a table that a link cannot lead to, as it needs a token, and saves it under the name that the API gave. */
export async function saveTable(client: Client, address: string): Promise<void> {
  const response = await client.table(address);
  const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  saveAs(await response.blob(), named ?? 'kanban-flow.csv');
}
