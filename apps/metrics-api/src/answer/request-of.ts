import type { Context } from 'hono';
import own from '../../package.json' with { type: 'json' };

/**
 * What somebody asks, as a text: two requests of the same text get the same answer from the same data and version. Every token may
 * see the same; where that changes, what the asker may see belongs here. The address as it was written is in the links of pages.
 */
export function requestOf(c: Context, query: object, format: 'json' | 'csv'): string {
  const { pathname, search } = new URL(c.req.url);
  return JSON.stringify([own.version, pathname, search, Object.entries(query).sort(), format]);
}
