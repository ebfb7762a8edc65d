import { ApiFailure } from '@kanban/api';
import type { BoardAnswer, BoardClient } from '@kanban/api/board';
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { arrange, type Columns } from './arrange.ts';
import { createEntry, type Entry, referenceOf } from './entry.ts';
import type { Filter } from './keeps.ts';
import { type Card, cardOf, type WallAnswer, type WallQueue } from './look-of-card.ts';
import type { Move } from './move.ts';

export type Session = BoardAnswer<'session'>;

export interface Asked {
  readonly stream: string;
  /** Finished queues that are shown whole. */
  readonly whole: readonly string[];
}

const FINISHED_DAYS = '14';
const NONE: readonly string[] = [];

/**
 * The board of a stream as the service last told it, with the person's own moves on top until it tells them too. A refused move
 * is taken off the top: that card alone goes back.
 */
export class Wall {
  readonly session = signal<Session | null>(null);
  /** Without its cards, which have a signal each. */
  readonly answer = signal<WallAnswer | null>(null);
  readonly failure = signal<ApiFailure | null>(null);
  readonly moves = signal<readonly Move[]>([]);
  readonly selected = signal<ReadonlySet<string>>(new Set());
  /** What Tab comes to. */
  readonly spot = signal('');
  /** Said by screen readers. */
  readonly said = signal('');
  readonly entries = new Map<string, Entry>();
  readonly columns = signal<Columns>(new Map());
  /** What others changed, as told last. */
  readonly changed = signal<readonly string[]>([]);
  /** Grows when the open item is asked again for what no state of the wall tells. */
  readonly itemRound = signal(0);
  readonly board: BoardClient;
  /** The card that gets the focus once it is drawn where it is now. */
  focusWanted: string | null = null;

  readonly #filter: ReadonlySignal<Filter>;
  readonly #newSince: () => string | null;
  readonly #inQueue = new Map<string, Signal<readonly string[]>>();
  #asked: Asked | null = null;
  #asking: AbortController | null = null;
  /** What the person moved just now is no news. */
  #ownLast: ReadonlySet<string> = new Set();
  #refreshing: Promise<void> = Promise.resolve();
  #isAskedAgain = false;
  #answeredAt = 0;
  #isHeld = false;

  constructor(board: BoardClient, filter: ReadonlySignal<Filter>, newSince: () => string | null) {
    this.board = board;
    this.#filter = filter;
    this.#newSince = newSince;
  }

  /** The cards of a queue in order, filtered ones too; changes only with them. */
  cardsIn(queue: string): ReadonlySignal<readonly string[]> {
    let cards = this.#inQueue.get(queue);
    if (!cards) {
      cards = signal(this.columns.peek().get(queue) ?? NONE);
      this.#inQueue.set(queue, cards);
    }
    return cards;
  }

  /** How many cards a queue has, those not shown too, with what the person just moved. */
  countIn({ name, currentWip }: WallQueue): number {
    const { value: moves } = this.moves;
    const came = moves.filter(({ from, target }) => target.queue === name && from !== name).length;
    const left = moves.filter(({ from, target }) => from === name && target.queue !== name).length;
    return Math.max(0, currentWip + came - left);
  }

  /** Else Tab comes to the first head: the card is gone or filtered out. */
  readonly isSpotThere = computed(() => {
    const reference = referenceOf(this.spot.value);
    void this.columns.value;
    return reference === null || this.entries.get(reference)?.isHidden.value === false;
  });

  readonly mayMove = computed(() => this.session.value?.person?.mayMove === true);
  readonly mayEdit = computed(() => this.session.value?.person?.mayEdit === true);
  readonly mayFollow = computed(() => this.session.value?.person?.isMember === true);

  show(asked: Asked): void {
    const isOther = this.#asked?.stream !== asked.stream;
    const isSame = !isOther && this.#asked?.whole.join('\n') === asked.whole.join('\n');
    if (isSame) return;
    this.#asked = asked;
    this.#asking?.abort();
    this.#asking = null;
    if (isOther) {
      batch(() => {
        this.answer.value = null;
        this.columns.value = new Map();
        this.entries.clear();
        this.selected.value = new Set();
        for (const cards of this.#inQueue.values()) cards.value = NONE;
      });
    }
    void this.refresh({ isWhole: true });
  }

  askItemAgain(): void {
    this.itemRound.value += 1;
  }

  async askSession(): Promise<void> {
    try {
      this.session.value = await this.board.call('session', {});
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      // The wall itself says that the service is away.
    }
  }

  /** Asks what changed; asked while an answer is on its way, asks once more after it. Ends with an answer to what was before. */
  refresh({ isWhole = false } = {}): Promise<void> {
    const asked = this.#asked;
    if (!asked) return Promise.resolve();
    if (this.#asking) this.#isAskedAgain = true;
    else this.#refreshing = this.#ask(asked, isWhole);
    return this.#refreshing;
  }

  async #ask(asked: Asked, isWhole: boolean): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    this.#isAskedAgain = false;
    // What was done before this question is in its answer.
    const settled = this.moves.peek().filter(({ isDone }) => isDone);
    const known = isWhole ? undefined : this.answer.peek()?.version;
    try {
      const answer = await this.board.call(
        'wall',
        { stream: asked.stream, finishedDays: FINISHED_DAYS, all: [...asked.whole] },
        { signal: asking.signal, ...(known !== undefined && { ifNoneMatch: known }) },
      );
      this.#take(answer, settled);
      // The service was away when it was asked who this is.
      if (this.session.peek() === null) void this.askSession();
    } catch (error) {
      if (asking.signal.aborted) return;
      if (!(error instanceof ApiFailure)) throw error;
      this.failure.value = error;
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
    if (this.#isAskedAgain) await this.#ask(asked, false);
  }

  #take(answer: WallAnswer | null, settled: readonly Move[]): void {
    batch(() => {
      this.failure.value = null;
      if (answer) {
        this.answer.value = answer;
        this.#answeredAt = performance.now();
      }
      this.#ownLast = new Set(settled.map(({ reference }) => reference));
      if (settled.length > 0) this.moves.value = this.moves.value.filter((move) => !settled.includes(move));
      this.arrange();
    });
  }

  /** While a card is in the hand nothing shifts under the pointer. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!isHeld) this.arrange();
  }

  /** Draws what the service told, with the person's moves on top. Ages go on between two answers. */
  arrange(): void {
    const answer = this.answer.peek();
    if (!answer || this.#isHeld) return;
    const passedMs = performance.now() - this.#answeredAt;
    this.#keepFocus();
    batch(() => {
      const told = new Map<string, string[]>(answer.queues.map(({ name }) => [name, []]));
      const newSince = this.#newSince();
      const isFirst = this.entries.size === 0;
      const changed: string[] = [];
      for (const raw of answer.cards) {
        told.get(raw.queue)?.push(raw.reference);
        const card = cardOf(raw, answer.timeZone, passedMs, newSince);
        const entry = this.entries.get(card.reference);
        if (!entry) {
          this.entries.set(
            card.reference,
            createEntry(card, { filter: this.#filter, selected: this.selected, spot: this.spot }),
          );
          if (!isFirst) changed.push(card.reference);
        } else {
          const differing = differingNames(entry.card.peek(), card);
          if (differing.length > 0) entry.card.value = card;
          // Time alone changes how long a card has been in its queue.
          if (differing.some((name) => name !== 'inQueue')) changed.push(card.reference);
        }
      }
      let columns: Columns = told;
      for (const { reference, target } of this.moves.peek()) {
        if (this.entries.has(reference)) columns = arrange(columns, reference, target);
      }
      // What hangs on all columns, such as the lanes, is not asked again where only a card shows something else.
      if (!isSameMap(this.columns.peek(), columns)) this.columns.value = columns;
      for (const [name, cards] of columns) {
        const known = this.cardsIn(name) as Signal<readonly string[]>;
        if (!isSameList(known.peek(), cards)) known.value = cards;
      }
      const there = new Set(answer.cards.map(({ reference }) => reference));
      for (const reference of this.entries.keys()) {
        if (!there.has(reference)) this.entries.delete(reference);
      }
      const selected = [...this.selected.peek()].filter((reference) => there.has(reference));
      if (selected.length !== this.selected.peek().size) this.selected.value = new Set(selected);
      const own = new Set(this.moves.peek().map(({ reference }) => reference));
      const others = changed.filter((reference) => !own.has(reference) && !this.#ownLast.has(reference));
      if (others.length > 0) this.changed.value = others;
    });
  }

  /** A card that is drawn in another place would lose the focus. */
  #keepFocus(): void {
    const card = document.activeElement?.closest<HTMLElement>('[data-card]');
    this.focusWanted = card?.dataset.card ?? null;
  }

  /** Once no dialog is in the way. */
  focus(reference: string): void {
    const wait = () => {
      if (document.querySelector('dialog[open]')) setTimeout(wait, 20);
      else document.querySelector<HTMLElement>(`[data-card="${CSS.escape(reference)}"] article`)?.focus();
    };
    setTimeout(wait);
  }

  stop(): void {
    this.#asked = null;
    this.#asking?.abort();
  }

  say(sentence: string): void {
    // The same sentence again is said again.
    this.said.value = this.said.peek() === sentence ? `${sentence}\u00a0` : sentence;
  }
}

function isSameMap(known: Columns, columns: Columns): boolean {
  const isKnown = ([name, cards]: [string, readonly string[]]) =>
    known.has(name) && isSameList(known.get(name) ?? NONE, cards);
  return known.size === columns.size && [...columns].every(isKnown);
}

function isSameList(known: readonly string[], cards: readonly string[]): boolean {
  return known.length === cards.length && known.every((each, n) => each === cards[n]);
}

/** What two states of a card do not share: all that it shows is a plain value. */
function differingNames(known: Card, card: Card): (keyof Card)[] {
  return (Object.keys(card) as (keyof Card)[]).filter((name) => known[name] !== card[name]);
}
