import { isRetryable } from '@kanban/schema';
import type { Made } from '../answer/made.ts';
import type { Deps } from '../deps.ts';
import { inSnapshot, type Snapshot } from '../load/snapshot.ts';
import type { Decided, Wants } from './answers.ts';

/** A question of which it is known what decides its answer, in a snapshot that is still open. */
export interface Asked {
  /** Undefined: only the answer itself tells. */
  etag: string | undefined;
  make?(): Promise<Made>;
  /** Instead of it: by somebody with a snapshot of his own, when this one has been closed. */
  makeElsewhere?(): Promise<Made>;
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
  read: (snapshot: Snapshot) => Promise<Asked>,
): Promise<Made | { etag: string }> {
  const { answers, measurements } = deps;
  let isMine = false;
  const { etag, made, from } = await answers.turns.take(request, wants, (askers) => {
    isMine = true;
    return begin(deps, askers, read);
  });
  const isWanted = made !== undefined && wants(etag);
  const source = isMine || from !== 'made' ? from : 'shared';
  measurements.answers.inc({ from: isWanted ? source : 'known' });
  if (!isWanted) return { etag };
  const answer = await made;
  return wants(answer.etag) ? answer : { etag: answer.etag };
}

/** Resolves as soon as the tag is known, while the answer may be under way. A connection that turns out to be dead is replaced once. */
function begin(
  deps: Deps,
  askers: readonly Wants[],
  read: (snapshot: Snapshot) => Promise<Asked>,
): Promise<Decided> {
  const { answers } = deps;
  const decided = Promise.withResolvers<Decided>();
  const flight = Promise.withResolvers<Made>();
  // All who asked may have the answer, or have gone.
  flight.promise.catch(() => {});
  let isUnderWay = false;

  const finish = (made: Made) => {
    flight.resolve(made);
    decided.resolve({ etag: made.etag, made: flight.promise, from: 'made' });
  };

  const attempt = async (snapshot: Snapshot): Promise<Asked['makeElsewhere']> => {
    const { etag, make, makeElsewhere } = await read(snapshot);
    if (etag !== undefined && !isUnderWay) {
      const isKnown = !askers.some((wants) => wants(etag));
      const found = isKnown ? ({ from: 'known' } as const) : answers.find(etag);
      if (found) {
        decided.resolve({ etag, ...found });
        return undefined;
      }
      isUnderWay = true;
      answers.begin(etag, flight.promise);
      decided.resolve({ etag, made: flight.promise, from: 'made' });
    }
    if (make) finish(await make());
    return makeElsewhere;
  };
  twice(async () => {
    const makeElsewhere = await inSnapshot(deps, attempt);
    if (makeElsewhere) finish(await makeElsewhere());
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
