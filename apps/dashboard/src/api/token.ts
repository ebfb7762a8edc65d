/** The access token of one API, for as long as the tab is open. */
export interface TokenStore {
  get(): string | undefined;
  set(token: string): void;
}

/** Kept by the API's address: one API never gets to see the token of another. */
export function tokenStore(apiUrl: URL): TokenStore {
  const key = `kanban-flow-token ${apiUrl.href}`;
  return {
    get: () => sessionStorage.getItem(key) ?? undefined,
    set: (token) => sessionStorage.setItem(key, token),
  };
}
