import {
  ApiFailure,
  askQuestion,
  type Client,
  type QuestionName,
  questionAddress,
  type ValueStream,
} from '@kanban/api';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Connect } from '../live/connect.ts';
import type { News } from '../live/line.ts';
import type { Order } from '../live/switchboard.ts';
import type { Ask, Remote, RemoteOf } from './ask.ts';
import { chooseStream, type Request, requestOf } from './request.ts';
import type { View } from './view.ts';

/** While nothing is told of changes, and while it is: time itself makes items late. */
const UNTOLD_REFRESH_MS = 60_000;
const TOLD_REFRESH_MS = 300_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 15_000;

const NOTHING: Remote<never> = {
  status: 'loading',
  answer: null,
  isOutdated: false,
  failure: null,
  address: null,
};

interface Kept {
  readonly remote: Signal<Remote<unknown>>;
  /** The address whose answer it is, or will be. */
  address: string | null;
}

/** Whether the page is told of changes; since when it is not, in ms. Null: it is not known yet. */
export type Told = { readonly isLive: true } | { readonly isLive: false; readonly since: number } | null;

interface Access {
  readonly client: Client;
  readonly apiUrl: URL;
  token(): string | undefined;
  readonly connect: Connect;
}

/**
 * What the API says to the questions of a page, one signal each. Asks again when it is told of a change, or every minute while it
 * is not told; while the API is away after 2, 4, 8, then 15 s. A hidden page does not ask until it is seen.
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
  readonly told = signal<Told>(null);
  /** Counts how often all was asked: who asks something of its own asks again with it. */
  readonly round = signal(0);

  readonly #client: Client;
  readonly #access: Access;
  readonly #order: (order: Order) => void;
  readonly #kept = new Map<string, Kept>();
  #view: View;
  #asks: readonly Ask[] = [];
  #asking = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #isAsking = false;
  #watched = '';
  /** The state of the board last told, and the one that was told when all was asked. */
  #state: string | null = null;
  #askedState: string | null = null;

  constructor(access: Access, view: View) {
    this.#client = access.client;
    this.#access = access;
    this.#view = view;
    this.#order = access.connect((news) => this.#hear(news));
    addEventListener('online', () => {
      this.#order({ kind: 'wake' });
      this.refresh();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      this.#order({ kind: 'wake' });
      if (this.#isDue()) this.refresh();
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
    this.#isAsking = true;
    this.#askedState = this.#state;
    this.round.value += 1;
    void this.#askAll(this.#asking.signal);
  }

  #hear(news: News): void {
    const wasLive = this.told.value?.isLive === true;
    if (news.kind === 'live') {
      this.#state = news.state;
      if (!wasLive) this.told.value = { isLive: true };
      // Answers on their way are not thrown away: what comes every second would else never be shown.
      if (!document.hidden && !this.#isAsking && this.#isDue()) this.refresh();
    } else if (news.kind === 'lost') {
      this.told.value = { isLive: false, since: news.since };
      if (wasLive && !this.#isAsking && this.failure.value === null) this.#schedule(UNTOLD_REFRESH_MS);
    } else this.refresh();
  }

  /** Watches the stream of the view; all of them where the page is about more than one. */
  #watch(): void {
    const { page } = this.#view;
    const stream = page === 'streams' || page === 'item' ? null : (this.stream.value?.name ?? null);
    const target = { url: this.#access.apiUrl.href, stream, token: this.#access.token() ?? null };
    const text = JSON.stringify(target);
    if (text === this.#watched) return;
    this.#watched = text;
    this.#order({ kind: 'watch', target });
  }

  #isDue(): boolean {
    const answeredAt = this.answeredAt.value;
    if (this.failure.value !== null || answeredAt === null || this.#askedState !== this.#state) return true;
    return Date.now() - answeredAt >= this.#refreshMs();
  }

  #refreshMs(): number {
    return this.told.value?.isLive ? TOLD_REFRESH_MS : UNTOLD_REFRESH_MS;
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
    if (stream) this.#watch();
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
    const { remote, address } = this.#keptOf(ask);
    try {
      const answer = await askQuestion(this.#client, ask.name, choices, signal, ask.extra);
      if (signal.aborted) return null;
      // An answer that says the same stays the same object: nothing is drawn for it.
      const kept = isSame(remote.value.answer, answer) ? remote.value.answer : answer;
      const known = remote.value;
      const isKnown = known.answer === kept && known.status === 'ready' && known.address === address;
      if (!isKnown)
        remote.value = { status: 'ready', answer: kept, isOutdated: false, failure: null, address };
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ApiFailure)) throw error;
      this.#fail(ask, error);
      return error;
    }
  }

  #settle(failure: ApiFailure | null): void {
    this.#isAsking = false;
    const wasAway = this.failure.value?.reason === 'away';
    const isAway = failure?.reason === 'away';
    this.#attempts = isAway ? this.#attempts + 1 : 0;
    const delay = isAway
      ? Math.min(FIRST_RETRY_MS * 2 ** (this.#attempts - 1), LAST_RETRY_MS)
      : this.#refreshMs();
    batch(() => {
      this.failure.value = failure;
      this.retryAt.value = isAway ? Date.now() + delay : null;
      if (failure === null) this.answeredAt.value = Date.now();
    });
    // The line would else wait for up to a minute.
    if (wasAway && !isAway) this.#order({ kind: 'wake' });
    // What a person has to change is not asked again every minute.
    if (failure !== null && !isAway) return;
    if (failure === null && this.#askedState !== this.#state && !document.hidden) this.refresh();
    else this.#schedule(delay);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (document.hidden ? undefined : this.refresh()), delay);
  }

  #fail(ask: Ask, failure: ApiFailure): void {
    const { remote } = this.#keptOf(ask);
    const { answer, isOutdated } = remote.value;
    const isKept = !isOutdated && failure.reason === 'away';
    const kept = isKept ? answer : null;
    remote.value = {
      status: 'failed',
      answer: kept,
      isOutdated: false,
      failure,
      address: remote.value.address,
    };
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

/** Whether two answers say the same, whenever they came. */
function isSame(known: unknown, answer: object): boolean {
  if (known === null) return false;
  const withoutTime = (each: unknown) => JSON.stringify({ ...(each as object), answeredAtMs: 0 });
  return withoutTime(known) === withoutTime(answer);
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
