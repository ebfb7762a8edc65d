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

/** Answers that are being made, and those that are kept within a bound of memory: the last one to each question. */
export interface Answers {
  readonly turns: Turns<Wants, Decided>;
  /** Whether there is one to a question, of whatever tag. */
  has(question: string): boolean;
  find(question: string, etag: string): Omit<Decided, 'etag'> | undefined;
  /** Makes an answer that is under way known to who asks for it; it is kept when it is there, an error is not. */
  begin(question: string, etag: string, made: Promise<Made>): void;
}

/** Of one byte of JSON, with what it is when compressed. */
const BYTES_OF_BYTE = 1.3;
const BYTES_OF_ENTRY = 500;

/** Keeps so many megabytes of answers; 0: none. Those that were asked for least recently go first. */
export function createAnswers(megabytes: number, { answersKeptBytes }: Measurements): Answers {
  const flights = new Map<string, { etag: string; made: Promise<Made> }>();
  const sizeOf = ({ json }: Made, question: string) =>
    Math.ceil(BYTES_OF_ENTRY + 2 * question.length + BYTES_OF_BYTE * (json?.byteLength ?? 0));
  const kept =
    megabytes > 0
      ? new LRUCache<string, Made>({ maxSize: megabytes * 2 ** 20, sizeCalculation: sizeOf })
      : null;
  return {
    turns: createTurns(),
    has: (question) => kept?.has(question) === true || flights.has(question),
    find(question, etag) {
      const made = kept?.get(question);
      if (made?.etag === etag) return { made: Promise.resolve(made), from: 'kept' };
      const flight = flights.get(question);
      return flight?.etag === etag ? { made: flight.made, from: 'shared' } : undefined;
    },
    begin(question, etag, made) {
      const flight = { etag, made };
      flights.set(question, flight);
      const end = (answer?: Made) => {
        const isLast = flights.get(question) === flight;
        if (!isLast) return;
        flights.delete(question);
        // Rows as a table are made from what was read, whose size nobody knows.
        if (answer?.json) kept?.set(question, answer);
        answersKeptBytes.set(kept?.calculatedSize ?? 0);
      };
      made.then(end, () => end());
    },
  };
}
