import type { Database } from '@kanban/schema';
import type { Kysely } from 'kysely';
import { Refused } from '../answer/problems.ts';
import { loadStreamStates } from '../load/stream-states.ts';
import type { Measurements } from '../measurements.ts';
import { event, retry, signedOut } from './events.ts';
import { ALL, changeState, type Watched } from './states.ts';
import { createViewer, type Viewer } from './viewer.ts';

const READ_MS = 1_000;
const RETRY_MS = 3_000;

export interface HubOptions {
  readonly measurements: Measurements;
  /** Viewers at most. */
  readonly limit: number;
  /** At least so often a viewer is told something, as long as the database answers. */
  readonly beatMs?: number;
  /** Who has not read for so long is let go. */
  readonly letGoMs?: number;
  /** So often it is asked whether a viewer may go on. */
  readonly askMs?: number;
}

export interface Hub {
  /**
   * Events from now on, beginning with the state; `changed` if it is another than `after`. `cut` is called if the client does not
   * read; `mayGoOn` every minute, and false ends it. Throws Refused: no such stream, or no place.
   */
  watch(
    watched: Watched,
    after: string | undefined,
    cut: () => void,
    mayGoOn?: () => Promise<boolean>,
  ): Promise<ReadableStream<Uint8Array>>;
  /** Ends all of them, each with its own time to come back. */
  close(): void;
}

interface Watch {
  readonly watched: Watched;
  readonly viewer: Viewer;
  state: string;
  toldAt: number;
}

/** All who are told of changes: one read a second of the states of what they watch, however many they are. */
export function createHub(db: Kysely<Database>, options: HubOptions): Hub {
  const { measurements, limit, beatMs = 15_000, letGoMs = 30_000, askMs = 60_000 } = options;
  const watches = new Set<Watch>();
  /** Of what is watched: none is older than the last read. */
  let states = new Map<Watched, string>();
  const joining = new Map<Watched, Promise<string | undefined>>();
  let places = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const take = (by: number) => {
    places += by;
    measurements.changeViewers.set(places);
  };

  async function read(watched: readonly Watched[]): Promise<Map<Watched, string>> {
    measurements.changeReads.inc();
    const names = watched.filter((each) => each !== ALL);
    const rows = (await loadStreamStates(db, names.length < watched.length ? 'all' : names)).states;
    const found = new Map<Watched, string>();
    for (const each of watched) {
      const state = changeState(rows, each);
      if (state !== undefined) found.set(each, state);
    }
    return found;
  }

  /** Who comes at the same time to what nobody watches shares a read. */
  async function stateOf(watched: Watched): Promise<string> {
    let reading = joining.get(watched);
    if (!reading) {
      reading = read([watched]).then((found) => found.get(watched));
      joining.set(watched, reading);
      reading.catch(() => {}).finally(() => joining.delete(watched));
    }
    const state = await reading;
    if (state === undefined) {
      const detail = `There is no value stream named "${String(watched)}".`;
      throw new Refused('unknown-value-stream', { detail, parameter: 'stream' });
    }
    return state;
  }

  function schedule(): void {
    if (timer !== undefined || isClosed || watches.size === 0) return;
    timer = setTimeout(async () => {
      // While the database is away nobody is told that all is well: pages find out by the beat that does not come.
      const asked = [...new Set([...watches].map(({ watched }) => watched))];
      const found = asked.length === 0 ? undefined : await read(asked).catch(() => undefined);
      if (found) tellAll(asked, found);
      timer = undefined;
      schedule();
    }, READ_MS);
    timer.unref();
  }

  function tellAll(asked: readonly Watched[], found: Map<Watched, string>): void {
    const now = performance.now();
    states = found;
    for (const watch of watches) {
      const state = found.get(watch.watched);
      if (state === undefined) {
        // The stream is gone: who comes back is told so. Who joined during the read is looked at next time.
        if (asked.includes(watch.watched)) watch.viewer.end(retry(RETRY_MS));
      } else if (state !== watch.state) {
        Object.assign(watch, { state, toldAt: now });
        watch.viewer.tell(event('changed', state));
      } else if (now - watch.toldAt >= beatMs) {
        watch.toldAt = now;
        watch.viewer.beat(event('beat', state));
      }
    }
  }

  return {
    async watch(watched, after, cut, mayGoOn) {
      if (isClosed || places >= limit) {
        throw new Refused('service-busy', {
          detail: isClosed
            ? 'This service is stopping.'
            : 'As many clients as this service allows are told of changes already.',
        });
      }
      take(1);
      try {
        const state = states.get(watched) ?? (await stateOf(watched));
        const first = retry(RETRY_MS) + event(state === after ? 'beat' : 'changed', state);
        const onGone = (isStuck: boolean) => {
          clearInterval(asking);
          watches.delete(watch);
          if (watches.size === 0) states = new Map();
          take(-1);
          if (isStuck) cut();
        };
        const viewer = createViewer({ first, letGoMs, onGone });
        const watch: Watch = { watched, viewer, state, toldAt: performance.now() };
        watches.add(watch);
        // An answer that the database owes us ends nothing.
        const ask = async () => {
          if (!(await mayGoOn?.().catch(() => true))) viewer.end(signedOut);
        };
        const asking = mayGoOn && setInterval(ask, askMs).unref();
        if (isClosed) viewer.end(retry(comeBackMs()));
        schedule();
        return viewer.body;
      } catch (error) {
        take(-1);
        throw error;
      }
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { viewer } of watches) viewer.end(retry(comeBackMs()));
    },
  };
}

/** Each at its own time, so that they do not come back all at once. */
function comeBackMs(): number {
  return 1_000 + Math.floor(7_000 * Math.random());
}
