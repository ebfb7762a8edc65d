import {
  ApiFailure,
  askQuestion,
  type Client,
  type QuestionName,
  questionAddress,
  type ValueStream,
} from '@kanban/api';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Ask, Remote, RemoteOf } from './ask.ts';
import { chooseStream, type Request, requestOf } from './request.ts';
import type { View } from './view.ts';

const REFRESH_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 15_000;

const NOTHING: Remote<never> = { status: 'loading', answer: null, isOutdated: false, failure: null };

interface Kept {
  readonly remote: Signal<Remote<unknown>>;
  /** The address whose answer it is, or will be. */
  address: string | null;
}

/**
 * What the API says to the questions of a page, one signal each. Asks again every minute, sooner while the API is away (2, 4, 8,
 * then 15 s) or when the browser is back on line or in front; a hidden page does not ask.
 */
export class Board {
  readonly streams = signal<readonly ValueStream[]>([]);
  readonly stream = signal<ValueStream | null>(null);
  readonly request = signal<Request | null>(null);
  /** Why the page as a whole has no answer; null when it has, or is being asked for the first time. */
  readonly failure = signal<ApiFailure | null>(null);
  /** When the page tries again by itself, in ms; null when it does not. */
  readonly retryAt = signal<number | null>(null);
  /** When all questions were last answered, in ms. */
  readonly answeredAt = signal<number | null>(null);

  readonly #client: Client;
  readonly #kept = new Map<string, Kept>();
  #view: View;
  #asks: readonly Ask[] = [];
  #asking = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(client: Client, view: View) {
    this.#client = client;
    this.#view = view;
    addEventListener('online', () => this.refresh());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#isDue()) this.refresh();
    });
  }

  remote<Name extends QuestionName>(ask: Ask<Name>): ReadonlySignal<RemoteOf<Name>> {
    return this.#keptOf(ask).remote as ReadonlySignal<RemoteOf<Name>>;
  }

  /** Another view, or other questions. Asks only if the answers that there are answer something else, or are a minute old. */
  show(view: View, asks: readonly Ask[]): void {
    this.#view = view;
    this.#asks = asks;
    const isNew = batch(() => this.#resolve(this.streams.value));
    if (isNew || this.#isDue()) this.refresh();
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    // Asked for once more only when the API says so again.
    if (this.failure.value?.reason === 'tokenNeeded') this.failure.value = null;
    void this.#askAll(this.#asking.signal);
  }

  #isDue(): boolean {
    const answeredAt = this.answeredAt.value;
    return this.failure.value !== null || answeredAt === null || Date.now() - answeredAt >= REFRESH_MS;
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    try {
      const { valueStreams } = await this.#client.ask('/v1/value-streams', {}, signal);
      batch(() => this.#resolve(valueStreams));
      if (!this.request.value) throw new ApiFailure('refused', this.#withoutStream());
      const failures = await Promise.all(this.#asks.map((ask) => this.#answer(ask, signal)));
      if (!signal.aborted) this.#settle(ofThePage(failures));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiFailure)) throw error;
      batch(() => {
        for (const ask of this.#asks) this.#fail(ask, error);
      });
      this.#settle(error);
    }
  }

  #withoutStream(): string {
    const { stream } = this.#view;
    return stream === null ? 'There is no value stream yet.' : `There is no value stream named “${stream}”.`;
  }

  /**
   * What to ask for the view, as far as the streams are known. Answers to anything else are outdated. Says whether any
   * question is new.
   */
  #resolve(streams: readonly ValueStream[]): boolean {
    const stream = chooseStream(streams, this.#view.stream) ?? null;
    this.streams.value = streams;
    this.stream.value = stream;
    this.request.value = stream ? requestOf(this.#view, stream, Date.now()) : null;
    const open = this.#asks.filter((ask) => !this.#isAnswered(ask));
    for (const ask of open) {
      const kept = this.#keptOf(ask);
      kept.address = this.#addressOf(ask);
      if (kept.address === null && this.request.value) kept.remote.value = { ...NOTHING, status: 'ready' };
      else kept.remote.value = { ...kept.remote.value, status: 'loading', isOutdated: true, failure: null };
    }
    return open.length > 0;
  }

  async #answer(ask: Ask, signal: AbortSignal): Promise<ApiFailure | null> {
    const request = this.request.value;
    const choices = request && ask.choices(request);
    if (!choices) return null;
    const { remote } = this.#keptOf(ask);
    try {
      const answer = await askQuestion(this.#client, ask.name, choices, signal, ask.extra);
      if (!signal.aborted) remote.value = { status: 'ready', answer, isOutdated: false, failure: null };
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ApiFailure)) throw error;
      this.#fail(ask, error);
      return error;
    }
  }

  #settle(failure: ApiFailure | null): void {
    const isAway = failure?.reason === 'away';
    this.#attempts = isAway ? this.#attempts + 1 : 0;
    const delay = isAway ? Math.min(FIRST_RETRY_MS * 2 ** (this.#attempts - 1), LAST_RETRY_MS) : REFRESH_MS;
    batch(() => {
      this.failure.value = failure;
      this.retryAt.value = isAway ? Date.now() + delay : null;
      if (failure === null) this.answeredAt.value = Date.now();
    });
    // What a person has to change is not asked again every minute.
    if (failure !== null && !isAway) return;
    this.#timer = setTimeout(() => (document.hidden ? undefined : this.refresh()), delay);
  }

  #fail(ask: Ask, failure: ApiFailure): void {
    const { remote } = this.#keptOf(ask);
    const { answer, isOutdated } = remote.value;
    const isKept = !isOutdated && failure.reason === 'away';
    remote.value = { status: 'failed', answer: isKept ? answer : null, isOutdated: false, failure };
  }

  /** Whether its answer, on the page or on its way, is to what is chosen now. */
  #isAnswered(ask: Ask): boolean {
    const { address, remote } = this.#keptOf(ask);
    const wanted = this.#addressOf(ask);
    return wanted === address && (wanted !== null || remote.value.status === 'ready');
  }

  #addressOf(ask: Ask): string | null {
    const choices = this.request.value && ask.choices(this.request.value);
    return choices && questionAddress(this.#client, ask.name, choices, ask.extra);
  }

  #keptOf({ key }: Ask): Kept {
    let kept = this.#kept.get(key);
    if (!kept) {
      kept = { remote: signal<Remote<unknown>>(NOTHING), address: null };
      this.#kept.set(key, kept);
    }
    return kept;
  }
}

/** One message a page: the API is away or wants a token, or refuses every question; else each card says its own. */
function ofThePage(failures: readonly (ApiFailure | null)[]): ApiFailure | null {
  const real = failures.filter((failure) => failure !== null);
  const wide = real.find(({ reason }) => reason !== 'refused');
  if (wide) return wide;
  const [first] = real;
  const isShared =
    first !== undefined && real.length > 1 && real.every(({ message }) => message === first.message);
  return isShared ? first : null;
}
