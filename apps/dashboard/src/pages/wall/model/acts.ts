import type { BoardAnswer, Given, Operation } from '@kanban/api/board';
import { insist } from './insist.ts';
import type { SignIn } from './sign-in.ts';
import type { Wall } from './wall.ts';

interface How {
  readonly key: string;
  readonly ifMatch?: string;
  /** Hears that there is no answer yet, and that it is sent again. */
  waiting?(sentence: string): void;
}

/** What a person does to an item besides moving it: repeated with its key until it is known whether it was done. */
export class Acts {
  readonly #wall: Wall;
  readonly #signIn: SignIn;
  readonly #leaving = new AbortController();

  constructor(wall: Wall, signIn: SignIn) {
    this.#wall = wall;
    this.#signIn = signIn;
  }

  stop(): void {
    this.#leaving.abort();
  }

  /** Throws the refusal as ApiFailure. */
  async run<Name extends Operation>(
    operation: Name,
    given: Given<Name>,
    { waiting, ...options }: How,
  ): Promise<BoardAnswer<Name>> {
    const answer = await insist(
      () => this.#signIn.signedIn(() => this.#wall.board.call(operation, given, options)),
      ({ brief }) => {
        const sentence = `${brief} What you typed is kept, and sent again until there is an answer.`;
        waiting?.(sentence);
        this.#wall.say(sentence);
      },
      this.#leaving.signal,
    );
    void this.#wall.refresh();
    return answer as BoardAnswer<Name>;
  }
}
