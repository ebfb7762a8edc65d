import { type Database, isRetryable } from '@kanban/schema';
import type { Kysely } from 'kysely';
import type { Made } from '../answer/made.ts';
import type { Deps } from '../deps.ts';
import { inSnapshot, type Snapshot } from '../load/snapshot.ts';
import type { Decided, Wants } from './answers.ts';

/** How a question is answered. */
export interface Work {
  /** Whether somebody may have the answer already. */
  mayBeKnown: boolean;
  /** What its answer's tag would be, by one read. Undefined: only the answer itself tells. */
  etagIn(db: Kysely<Database>): Promise<string | undefined>;
  /** `etag` is that of the snapshot. */
  make(snapshot: Snapshot, etag: string | undefined): Promise<Made>;
  /** Instead of it: by somebody with a snapshot of his own. */
  makeElsewhere?: (() => Promise<Made>) | undefined;
}

/**
 * The answer to a request, or its tag alone for who does not want it. Who asks the same at the same time shares a look at what
 * decides the answer, and with the same tag the answer itself: that of a snapshot which was not opened before they asked, or of
 * one in which nothing was different. Nobody who goes away ends it for others.
 */
export async function answerOnce(
  deps: Deps,
  request: string,
  wants: Wants,
  work: Work,
): Promise<Made | { etag: string }> {
  const { answers, measurements } = deps;
  let isMine = false;
  const { etag, made, from } = await answers.turns.take(request, wants, (askers) => {
    isMine = true;
    return begin(deps, request, askers, work);
  });
  const isWanted = made !== undefined && wants(etag);
  const source = isMine || from !== 'made' ? from : 'shared';
  measurements.answers.inc({ from: isWanted ? source : 'known' });
  if (!isWanted) return { etag };
  const answer = await made;
  return wants(answer.etag) ? answer : { etag: answer.etag };
}

/**
 * Resolves as soon as the tag is known, while the answer may be under way. Most often somebody has the answer already, so the first
 * look is a statement alone; the answer is made in a snapshot after it. Where nobody can have it, there is nothing to look for. A
 * connection that turns out to be dead is replaced once.
 */
function begin(deps: Deps, request: string, askers: readonly Wants[], work: Work): Promise<Decided> {
  const { answers, db } = deps;
  const decided = Promise.withResolvers<Decided>();
  const flight = Promise.withResolvers<Made>();
  // All who asked may have the answer, or have gone.
  flight.promise.catch(() => {});
  let isUnderWay = false;

  const isThere = (etag: string | undefined): boolean => {
    if (etag === undefined || isUnderWay) return false;
    const isKnown = !askers.some((wants) => wants(etag));
    const found = isKnown ? ({ from: 'known' } as const) : answers.find(request, etag);
    if (found) decided.resolve({ etag, ...found });
    return found !== undefined;
  };
  const make = async (etag: string | undefined, making: () => Promise<Made>) => {
    if (etag !== undefined && !isUnderWay) {
      isUnderWay = true;
      answers.begin(request, etag, flight.promise);
      decided.resolve({ etag, made: flight.promise, from: 'made' });
    }
    const made = await making();
    flight.resolve(made);
    decided.resolve({ etag: made.etag, made: flight.promise, from: 'made' });
  };

  twice(async () => {
    if (work.mayBeKnown || work.makeElsewhere || answers.has(request)) {
      const etag = await work.etagIn(db);
      if (isThere(etag)) return;
      if (work.makeElsewhere) return make(etag, work.makeElsewhere);
    }
    await inSnapshot(deps, async (snapshot) => {
      const own = await work.etagIn(snapshot);
      if (!isThere(own)) await make(own, () => work.make(snapshot, own));
    });
  }).catch((error) => {
    decided.reject(error);
    flight.reject(error);
  });
  return decided.promise;
}

/** Reading twice does no harm. */
async function twice(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isRetryable(error)) throw error;
    await read();
  }
}
