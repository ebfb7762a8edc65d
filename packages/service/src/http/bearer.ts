/** The token of an Authorization header; empty: it holds none. */
export function bearerOf(authorization: string | undefined): string {
  return /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}
