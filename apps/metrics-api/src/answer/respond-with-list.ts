import type { Context } from 'hono';
import type { AppEnv, Deps } from '../deps.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { AsOfQuery } from './asked-as-of.ts';
import type { StateQuery } from './asked-state.ts';
import type { CsvQuery } from './csv-dialect.ts';
import { byMinute, type DecidedBy } from './decided-by.ts';
import type { List, Place } from './list.ts';
import { type Format, respondBy, wantedFormat } from './respond.ts';
import { respondWithWholeList } from './whole-list.ts';

export interface ListQuery extends Format, CsvQuery, StateQuery, AsOfQuery {
  at?: string | undefined;
  limit: string;
  after?: string | undefined;
}

/** Answers with a page of a list, or with all of it as CSV. `ask` learns which, as a CSV may tell more of a row. */
export function respondWithList<Row>(
  c: Context<AppEnv>,
  deps: Deps,
  query: ListQuery,
  ask: (snapshot: Snapshot, format: 'json' | 'csv') => Promise<List<Row>>,
  decidedBy: DecidedBy = byMinute(query),
): Promise<Response> {
  if (wantedFormat(c, query.format) === 'csv') return respondWithWholeList(c, deps, query, ask, decidedBy);
  const page = (snapshot: Snapshot) => ({
    load: async () => {
      const list = await ask(snapshot, 'json');
      const limit = Number(query.limit);
      const after = query.after === undefined ? undefined : placeFrom(query.after);
      // One row more than asked for tells whether there is a next page.
      const found = await firstRows(list.chunks(after, limit + 1), limit + 1);
      const rows = found.slice(0, limit);
      const last = found.length > limit ? rows.at(-1) : undefined;
      const body = {
        ...list.head,
        [list.rowsAs]: rows.map(list.fieldsOf),
        nextPage: last === undefined ? null : nextPage(c.req.url, list.placeOf(last), list.pinned),
      };
      return { body };
    },
  });
  return respondBy(c, deps, query, decidedBy, page);
}

async function firstRows<Row>(chunks: AsyncIterable<readonly Row[]>, most: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of chunks) {
    for (const row of chunk) rows.push(row);
    if (rows.length >= most) break;
  }
  return rows;
}

/** `1764000000000000-17`: the value and the id of the last row of a page. */
function placeFrom(after: string): Place {
  const cut = after.lastIndexOf('-');
  return { value: Number(after.slice(0, cut)), id: Number(after.slice(cut + 1)) };
}

function nextPage(url: string, { value, id }: Place, pinned: Readonly<Record<string, string>> = {}): string {
  const next = new URL(url);
  for (const [name, text] of Object.entries(pinned)) next.searchParams.set(name, text);
  next.searchParams.set('after', `${value}-${id}`);
  return `${next.pathname}${next.search}`;
}
