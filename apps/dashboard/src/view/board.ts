import {
  type AnswerToQuestion,
  ApiFailure,
  askQuestion,
  type Client,
  type QuestionName,
  type ValueStream,
} from '@kanban/api';
import { chartsOfPage } from '@kanban/charts';
import { chooseStream, type Request, requestOf } from './request.ts';
import type { View } from './view.ts';

/** Those that a chart of the page draws the answer to; the key figures and lists are made of the same. */
const NAMES = [...new Set(chartsOfPage.map(({ asks }) => asks))];

export interface Remote<Answer> {
  readonly status: 'loading' | 'ready' | 'failed';
  /** The last one there was; kept while the API is asked again, or is away. */
  readonly answer: Answer | null;
  /** It answers what was asked before: something else was chosen since. Then it is kept only while loading. */
  readonly isOutdated: boolean;
  readonly failure: ApiFailure | null;
}

export type Remotes = { readonly [Name in QuestionName]: Remote<AnswerToQuestion<Name>> };

export interface Snapshot {
  readonly view: View;
  readonly streams: readonly ValueStream[];
  readonly stream: ValueStream | null;
  readonly request: Request | null;
  readonly remotes: Remotes;
  /** Why the last attempt got no answer; null when it did, or is under way for the first time. */
  readonly failure: ApiFailure | null;
  /** When the page tries again by itself, in ms; null when it does not. */
  readonly retryAt: number | null;
  /** When all questions were last answered, in ms. */
  readonly answeredAt: number | null;
}

const REFRESH_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 15_000;

const NOTHING = { status: 'loading', answer: null, isOutdated: false, failure: null } as const;

/**
 * What is shown and what the API says to it. Asks again every minute, sooner while the API is away (2, 4, 8, then 15 s) or
 * when the browser is back on line or in front; a hidden page does not ask. `listener` gets each change.
 */
export class Board {
  readonly #client: Client;
  readonly #listener: (snapshot: Snapshot) => void;
  #snapshot: Snapshot;
  #asking = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(client: Client, view: View, listener: (snapshot: Snapshot) => void) {
    this.#client = client;
    this.#listener = listener;
    this.#snapshot = {
      view,
      streams: [],
      stream: null,
      request: null,
      remotes: Object.fromEntries(NAMES.map((name) => [name, NOTHING])) as unknown as Remotes,
      failure: null,
      retryAt: null,
      answeredAt: null,
    };
    addEventListener('online', () => this.refresh());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#isDue()) this.refresh();
    });
  }

  show(view: View): void {
    const { view: previous, answeredAt } = this.#snapshot;
    this.#change({ view });
    // An item's journey is asked for by its own dialog.
    const isSame = JSON.stringify({ ...view, item: null }) === JSON.stringify({ ...previous, item: null });
    if (isSame && answeredAt !== null) return;
    for (const name of NAMES) this.#setRemote(name, { status: 'loading', isOutdated: true });
    this.#resolve(this.#snapshot.streams);
    this.refresh();
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    // Asked for once more only when the API says so again.
    if (this.#snapshot.failure?.reason === 'tokenNeeded') this.#change({ failure: null });
    void this.#askAll(this.#asking.signal);
  }

  #isDue(): boolean {
    const { answeredAt, failure } = this.#snapshot;
    return failure !== null || answeredAt === null || Date.now() - answeredAt >= REFRESH_MS;
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    try {
      const { valueStreams } = await this.#client.ask('/v1/value-streams', {}, signal);
      this.#ask(valueStreams);
      const failures = await Promise.all(NAMES.map((name) => this.#answer(name, signal)));
      if (!signal.aborted) this.#settle(failures.find((failure) => failure !== null) ?? null);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiFailure)) throw error;
      for (const name of NAMES) this.#fail(name, error);
      this.#settle(error);
    }
  }

  /** What to ask for the view, as far as the streams are known. */
  #resolve(streams: readonly ValueStream[]): Request | null {
    const { view } = this.#snapshot;
    const stream = chooseStream(streams, view.stream) ?? null;
    const request = stream ? requestOf(view, stream, Date.now()) : null;
    this.#change({ streams, stream, request });
    return request;
  }

  /** Throws ApiFailure when there is no such stream. Answers to another request are outdated: a new day may have begun. */
  #ask(streams: readonly ValueStream[]): void {
    const { view, request: previous } = this.#snapshot;
    const request = this.#resolve(streams);
    if (!request) {
      const detail =
        view.stream === null
          ? 'There is no value stream yet.'
          : `There is no value stream named “${view.stream}”.`;
      throw new ApiFailure('refused', detail);
    }
    if (JSON.stringify(request) === JSON.stringify(previous)) return;
    for (const name of NAMES) this.#setRemote(name, { status: 'loading', isOutdated: true });
  }

  async #answer(name: QuestionName, signal: AbortSignal): Promise<ApiFailure | null> {
    try {
      const { request } = this.#snapshot;
      const answer = request && (await askQuestion(this.#client, name, request, signal));
      if (!signal.aborted && answer)
        this.#setRemote(name, { status: 'ready', answer, isOutdated: false, failure: null });
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ApiFailure)) throw error;
      this.#fail(name, error);
      return error;
    }
  }

  #settle(failure: ApiFailure | null): void {
    const isAway = failure?.reason === 'away';
    this.#attempts = isAway ? this.#attempts + 1 : 0;
    // What a person has to change is not asked again every minute.
    const delay = isAway ? Math.min(FIRST_RETRY_MS * 2 ** (this.#attempts - 1), LAST_RETRY_MS) : REFRESH_MS;
    const isRetried = failure === null || isAway;
    this.#change({
      failure,
      retryAt: isAway ? Date.now() + delay : null,
      ...(failure === null ? { answeredAt: Date.now() } : {}),
    });
    if (isRetried) this.#timer = setTimeout(() => (document.hidden ? undefined : this.refresh()), delay);
  }

  #fail(name: QuestionName, failure: ApiFailure): void {
    const { answer, isOutdated } = this.#snapshot.remotes[name];
    const isKept = !isOutdated && failure.reason === 'away';
    this.#setRemote(name, { status: 'failed', answer: isKept ? answer : null, isOutdated: false, failure });
  }

  #setRemote(name: QuestionName, change: Partial<Remote<unknown>>): void {
    const { remotes } = this.#snapshot;
    this.#change({ remotes: { ...remotes, [name]: { ...remotes[name], ...change } } as Remotes });
  }

  #change(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.#listener(this.#snapshot);
  }
}
