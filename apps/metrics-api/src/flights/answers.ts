import { LRUCache } from 'lru-cache';
import type { Made } from '../answer/made.ts';
import type { Measurements } from '../measurements.ts';
import { createTurns, type Turns } from './turns.ts';

/** Whether somebody still needs the answer of this tag. */
export type Wants = (etag: string) => boolean;

/** What became of a question: its tag, and the answer where somebody who asked does not have it. */
export interface Decided {
  etag: string;
  made?: Promise<Made>;
  /** Where the answer comes from. */
  from: 'made' | 'shared' | 'kept' | 'known';
}

/** Answers that are being made, and those that are kept within a bound of memory, by their tags. */
export interface Answers {
  readonly turns: Turns<Wants, Decided>;
  find(etag: string): Omit<Decided, 'etag'> | undefined;
  /** Makes an answer that is under way known to who asks for it; it is kept when it is there, an error is not. */
  begin(etag: string, made: Promise<Made>): void;
}

/** Of one byte of JSON, with what it is when compressed. */
const BYTES_OF_BYTE = 1.3;
const BYTES_OF_ENTRY = 500;

/** Keeps so many megabytes of answers; 0: none. Those that were asked for least recently go first. */
export function createAnswers(megabytes: number, { answersKeptBytes }: Measurements): Answers {
  const flights = new Map<string, Promise<Made>>();
  const sizeOf = (made: Made) => Math.ceil(BYTES_OF_ENTRY + BYTES_OF_BYTE * (made.json?.byteLength ?? 0));
  const kept =
    megabytes > 0
      ? new LRUCache<string, Made>({ maxSize: megabytes * 2 ** 20, sizeCalculation: sizeOf })
      : null;
  return {
    turns: createTurns(),
    find(etag) {
      const made = kept?.get(etag);
      if (made) return { made: Promise.resolve(made), from: 'kept' };
      const flight = flights.get(etag);
      return flight && { made: flight, from: 'shared' };
    },
    begin(etag, flight) {
      flights.set(etag, flight);
      const end = (made?: Made) => {
        if (flights.get(etag) === flight) flights.delete(etag);
        // Rows as a table are made from what was read, whose size nobody knows.
        if (made?.json) kept?.set(made.etag, made);
        answersKeptBytes.set(kept?.calculatedSize ?? 0);
      };
      flight.then(end, () => end());
    },
  };
}
