import { Piscina } from 'piscina';
import type { Made } from '../answer/made.ts';
import { isProblemName, Refused } from '../answer/problems.ts';

/** What a worker has to say to a request. */
export interface Told {
  status: number;
  etag: string | null;
  timing: string | null;
  body: Uint8Array<ArrayBuffer>;
}

/** Threads that answer what would hold up all others, each with a connection to the database. */
export interface Workers {
  /** The answer to a GET of JSON, by path and query. Throws Refused, `service-busy` where too much is waiting already. */
  answer(address: string): Promise<Made>;
  close(): Promise<void>;
}

const MOST_WAITING = 50;

export function createWorkers(databaseUrl: string, threads: number): Workers {
  const pool = new Piscina<string, Told>({
    filename: new URL('./answer-in-worker.ts', import.meta.url).href,
    workerData: { databaseUrl },
    // Begun when there is something to do, and then kept: their connections stay.
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    maxQueue: MOST_WAITING,
  });
  return {
    async answer(address) {
      if (pool.queueSize >= MOST_WAITING) {
        const detail = `${MOST_WAITING} long questions are waiting for an answer already. Try again later, or ask for a shorter range.`;
        throw new Refused('service-busy', { detail });
      }
      const { status, etag, timing, body } = await pool.run(address);
      if (status === 200 && etag !== null) return { etag, json: body, ...(timing !== null && { timing }) };
      throw refusedAs(new TextDecoder().decode(body));
    },
    close: () => pool.destroy(),
  };
}

/** What a problem (RFC 9457) of the worker says, as an error of ours: the request has another id here. */
function refusedAs(text: string): Refused {
  const { type, detail, parameter, allowed } = JSON.parse(text) as Record<string, string | undefined>;
  const problem = type?.split(':').at(-1) ?? '';
  const details = {
    detail: detail ?? 'The answer could not be made.',
    ...(parameter !== undefined && { parameter }),
    ...(allowed !== undefined && { allowed }),
  };
  return new Refused(isProblemName(problem) ? problem : 'internal-error', details);
}
