import type { Context } from 'hono';
import type { AppEnv, Deps } from '../deps.ts';
import { readAsOf } from '../load/as-of/as-of.ts';
import { closeSnapshot, openSnapshot, type Snapshot } from '../load/snapshot.ts';
import { asOfHeader } from './as-of-header.ts';
import { type AsOfQuery, askedAsOf } from './asked-as-of.ts';
import { askedState, type StateQuery } from './asked-state.ts';
import { type CsvQuery, csvDialect } from './csv-dialect.ts';
import { csvResponse } from './csv-response.ts';
import { byMinute, type DecidedBy } from './decided-by.ts';
import { etagOf, isKnown } from './etag.ts';
import type { List } from './list.ts';
import { Refused } from './problems.ts';
import { requestOf } from './request-of.ts';
import { FOR_EVER, NEVER_UNASKED } from './respond.ts';

/** A client that downloads one file after the other is not refused for the moment in which the last one ends. */
const WAIT_MS = 1_000;

/** Rows in memory at once. Nobody else is answered while they are written, which takes some 10 ms. */
const CHUNK = 500;

/**
 * All rows of a list as CSV, in a chunk of memory: the snapshot stays open until the last row was sent or the client went away, so
 * the file is of one moment, whatever commits meanwhile. Throws Refused `service-busy` when too many are being read.
 */
export async function respondWithWholeList<Row>(
  c: Context<AppEnv>,
  deps: Deps,
  query: CsvQuery & StateQuery & AsOfQuery & { at?: string | undefined },
  ask: (snapshot: Snapshot, format: 'csv') => Promise<List<Row>>,
  decidedBy: DecidedBy = byMinute(query),
): Promise<Response> {
  const dialect = csvDialect(query);
  const giveBack = await deps.streams.take(WAIT_MS);
  if (!giveBack) {
    throw new Refused('service-busy', {
      detail:
        'As many whole lists as there may be at once are being downloaded. Try again when one has ended.',
    });
  }
  let snapshot: Snapshot | undefined;
  const close = async () => {
    if (snapshot) await closeSnapshot(snapshot);
    giveBack();
  };
  let isStreaming = false;
  try {
    const asOf = await askedAsOf(deps.db, deps, query);
    snapshot = await openSnapshot(deps.db);
    const state = asOf?.isSettled ? 'settled' : await askedState(snapshot, deps, query, decidedBy);
    const etag = state === undefined ? undefined : etagOf(requestOf(c, query, 'csv'), state);
    const headers = {
      ...(etag === undefined ? {} : { ETag: etag }),
      'Cache-Control': asOf?.isSettled ? FOR_EVER : NEVER_UNASKED,
      Vary: 'Accept',
    };
    if (etag !== undefined && isKnown(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers);
    const list = await ask(await readAsOf(snapshot, asOf), 'csv');
    const table = { ...list.csv, rows: rowsOf(list) };
    const { asOf: known } = list.head as { asOf?: string };
    const named = { ...headers, ...asOfHeader(known) };
    const response = csvResponse(c, table, { dialect, headers: named, onEnd: close });
    isStreaming = response.body !== null;
    return response;
  } finally {
    if (!isStreaming) await close();
  }
}

async function* rowsOf<Row>(list: List<Row>) {
  for await (const chunk of list.chunks(undefined, CHUNK)) yield* chunk.map(list.cellsOf);
}
