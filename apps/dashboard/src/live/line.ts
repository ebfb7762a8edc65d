import { authorization } from '@kanban/api';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** What is watched, and with which token. */
export interface Target {
  /** Of the API, with a slash at its end. */
  readonly url: string;
  /** Null: all streams. */
  readonly stream: string | null;
  readonly token: string | null;
}

/** What is heard on the line. */
export type News =
  /** It is live, and this is the state of what is watched. */
  | { readonly kind: 'live'; readonly state: string }
  /** Nothing is heard, since this time in ms. */
  | { readonly kind: 'lost'; readonly since: number }
  /** Only with another token, or after signing in again. */
  | { readonly kind: 'refused' };

export interface Line {
  /** Watches something else from now on; null: nothing. Says whether that is another target than before. */
  watch(target: Target | null): boolean;
  /** Somebody looks, or there is a network again: a line that waits to be opened is opened now. */
  wake(): void;
}

interface Times {
  /** Without a beat for so long, the line is dead. */
  readonly deadMs: number;
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
}

const TIMES: Times = { deadMs: 35_000, firstRetryMs: 1_000, lastRetryMs: 60_000 };

/** How a stream ended: when to come back, as far as the service has said so. */
interface End {
  readonly isRefused: boolean;
  readonly comeBackMs: number | null;
}

/** The stream of changes, opened anew for ever: after 1, 2, 4 … 60 s, or when the service says. */
export function createLine(hear: (news: News) => void, times: Times = TIMES): Line {
  let target: Target | null = null;
  let state: string | null = null;
  let lostSince: number | null = null;
  let watching = new AbortController();
  let wake = () => {};

  async function keepOpen(wanted: Target, signal: AbortSignal): Promise<void> {
    let attempts = 0;
    while (!signal.aborted) {
      const onState = (told: string) => {
        attempts = 0;
        state = told;
        lostSince = null;
        hear({ kind: 'live', state: told });
      };
      const { isRefused, comeBackMs } = await readOnce(wanted, state, signal, times.deadMs, onState);
      if (signal.aborted) return;
      lostSince ??= Date.now();
      hear(isRefused ? { kind: 'refused' } : { kind: 'lost', since: lostSince });
      if (isRefused) return;
      const backOffMs = Math.min(times.firstRetryMs * 2 ** attempts, times.lastRetryMs);
      attempts += 1;
      // Not all pages at the same moment; never sooner than the service wants them.
      await pause(comeBackMs ?? backOffMs * (0.5 + Math.random() / 2), signal);
    }
  }

  /** Until the time has passed, somebody wakes the line, or it is not wanted any more. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      wake = stop;
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  return {
    watch(next) {
      if (JSON.stringify(next) === JSON.stringify(target)) return false;
      if (next?.url !== target?.url || next?.stream !== target?.stream) state = null;
      target = next;
      lostSince = null;
      watching.abort();
      watching = new AbortController();
      if (next) void keepOpen(next, watching.signal);
      return true;
    },
    wake: () => wake(),
  };
}

/** Reads one stream to its end, whatever ends it. `after` is the state known already. */
async function readOnce(
  { url, stream, token }: Target,
  after: string | null,
  signal: AbortSignal,
  deadMs: number,
  onState: (state: string) => void,
): Promise<End> {
  const dead = new AbortController();
  const giveUp = () => dead.abort();
  let watchdog = setTimeout(giveUp, deadMs);
  let comeBackMs: number | null = null;
  try {
    const address = new URL('v1/changes/stream', url);
    if (stream !== null) address.searchParams.set('stream', stream);
    if (after !== null) address.searchParams.set('after', after);
    const response = await fetch(address, {
      headers: authorization(token),
      cache: 'no-store',
      signal: AbortSignal.any([signal, dead.signal]),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !isStream || !response.body) {
      await response.body?.cancel();
      return { isRefused: response.status === 401, comeBackMs: retryAfterMs(response) };
    }
    const events = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(
        new EventSourceParserStream({
          onRetry: (ms) => {
            comeBackMs = ms;
          },
        }),
      )
      .getReader();
    for (;;) {
      const { value, done } = await events.read();
      if (done) return { isRefused: false, comeBackMs };
      clearTimeout(watchdog);
      watchdog = setTimeout(giveUp, deadMs);
      if (value.event === 'signed-out') return { isRefused: true, comeBackMs: null };
      onState(value.data);
    }
  } catch {
    // Broken off, dead, or not wanted any more: what the service has said of coming back was about an end of its own.
    return { isRefused: false, comeBackMs: null };
  } finally {
    clearTimeout(watchdog);
    dead.abort();
  }
}

/** Seconds, as our services write it. */
function retryAfterMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return seconds > 0 ? seconds * 1_000 : null;
}
