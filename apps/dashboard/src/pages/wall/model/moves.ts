import { ApiFailure } from '@kanban/api';
import type { BoardAnswer } from '@kanban/api/board';
import { type Signal, signal } from '@preact/signals';
import { queueOf, type Target, targetOf } from './arrange.ts';
import { insist } from './insist.ts';
import type { Move } from './move.ts';
import { newKey } from './new-key.ts';
import type { SignIn } from './sign-in.ts';
import type { Wall } from './wall.ts';

export interface Undo {
  readonly move: Move;
  /** Why it cannot be undone; null: it can; undefined: it is not known yet. */
  readonly refusal: string | null | undefined;
}

type Moved = BoardAnswer<'move'>;

/** Everything that moves a card does it here: menu, keys and mouse. */
export class Mover {
  /** The last move, for ten seconds. */
  readonly offered = signal<Undo | null>(null);
  readonly #wall: Wall;
  readonly #storage: string;
  readonly #signIn: SignIn;
  readonly #done: Move[] = [];
  readonly #leaving = new AbortController();
  #offering: ReturnType<typeof setTimeout> | undefined;

  constructor(wall: Wall, signIn: SignIn) {
    this.#wall = wall;
    this.#signIn = signIn;
    this.#storage = `kanban-flow-moves ${wall.board.url}`;
  }

  /** Sends again what had no answer when the page was left, with the same keys: nothing is done twice. */
  resume(): void {
    const kept = JSON.parse(sessionStorage.getItem(this.#storage) ?? '[]') as Move[];
    for (const move of kept) void this.#carryOut({ ...move, isDone: false });
  }

  stop(): void {
    this.#leaving.abort();
    clearTimeout(this.#offering);
  }

  async move(
    reference: string,
    target: Target,
    more: { fastTrack?: boolean; reason?: string } = {},
  ): Promise<void> {
    const wall = this.#wall;
    const columns = wall.columns.peek();
    const old = targetOf(columns, reference);
    if (old?.queue === target.queue && isSamePlace(old, target) && !more.reason) return;
    const from = queueOf(columns, reference);
    await this.#carryOut({ key: newKey(), reference, from, old, target, ...more, isDone: false });
  }

  /** The last move that was not undone yet, under all rules. */
  async undo(): Promise<void> {
    const move = this.#done.pop();
    if (!move?.old) {
      this.#wall.say('There is no move to undo.');
      return;
    }
    this.offered.value = null;
    await this.#carryOut({
      key: newKey(),
      reference: move.reference,
      from: move.target.queue,
      old: null,
      target: move.old,
      reason: 'undo',
      isDone: false,
    });
  }

  async #carryOut(move: Move): Promise<void> {
    const wall = this.#wall;
    const { reference, target } = move;
    const sending = () => wall.entries.get(reference)?.sending ?? signal('still');
    const refusal = (): Signal<string | null> => wall.entries.get(reference)?.refusal ?? signal(null);
    refusal().value = null;
    wall.moves.value = [...wall.moves.value, move];
    this.#keep();
    wall.arrange();
    sending().value = 'sending';
    try {
      const moved = (await insist(
        () => this.#send(move),
        ({ brief }) => {
          sending().value = 'unsure';
          wall.say(
            `${brief} The move of ${reference} to ${target.queue} is sent again until there is an answer.`,
          );
        },
        this.#leaving.signal,
      )) as Moved;
      move.isDone = true;
      this.#settled(move, moved);
    } catch (error) {
      if (this.#leaving.signal.aborted) return;
      if (!(error instanceof ApiFailure)) throw error;
      wall.moves.value = wall.moves.value.filter((each) => each !== move);
      wall.arrange();
      refusal().value = error.message;
      wall.say(`${reference} was not moved to ${target.queue}. ${error.message}`);
    } finally {
      if (!this.#leaving.signal.aborted) {
        sending().value = 'still';
        this.#keep();
        void wall.refresh();
      }
    }
  }

  async #send(move: Move): Promise<Moved | null> {
    const { key, reference, from, target, fastTrack, reason } = move;
    const body = {
      ...target,
      ...(from !== null && { from }),
      ...(fastTrack !== undefined && { fastTrack }),
      ...(reason !== undefined && { reason }),
    };
    return await this.#signIn.signedIn(() =>
      this.#wall.board.call('move', { reference, body: withoutEmpty(body) }, { key }),
    );
  }

  #settled(move: Move, { queue, place, from, notice, ruleNotes }: Moved): void {
    const { reference } = move;
    const where = place === null ? '' : `, place ${place}`;
    const way =
      from === queue
        ? `${reference} moved within ${queue}${where}`
        : `${reference} moved from ${from ?? 'off the board'} to ${queue}${where}`;
    const noted = ruleNotes.length > 0 ? ` Noted: ${ruleNotes.join(', ').replaceAll('_', ' ')}.` : '';
    this.#wall.say([`${way}.`, notice ?? '', noted].join(' ').trim());
    if (!move.old) return;
    this.#done.push(move);
    this.#offer(move);
  }

  /** Says beforehand if the way back is closed. */
  #offer(move: Move): void {
    clearTimeout(this.#offering);
    this.offered.value = { move, refusal: undefined };
    this.#offering = setTimeout(() => {
      this.offered.value = null;
    }, 10_000);
    this.#wall.board.call('moves', { reference: move.reference }).then(
      (answer) => {
        if (this.offered.peek()?.move !== move) return;
        const back = answer?.moves.find(({ queue }) => queue === move.old?.queue);
        this.offered.value = { move, refusal: back?.refusal?.sentence ?? null };
      },
      (error: unknown) => {
        // Pressed all the same, it is answered then.
        if (!(error instanceof ApiFailure)) throw error;
      },
    );
  }

  #keep(): void {
    const open = this.#wall.moves.peek().filter(({ isDone }) => !isDone);
    sessionStorage.setItem(this.#storage, JSON.stringify(open));
  }
}

function isSamePlace(old: Target, target: Target): boolean {
  if (target.before !== undefined) return target.before === old.before;
  return target.after !== undefined ? target.after === old.after : old.before === undefined;
}

/** An undefined neighbour is none. */
function withoutEmpty<Body extends Record<string, unknown>>(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Body;
}
