import { ApiFailure } from '@kanban/api';
import { signal } from '@preact/signals';
import type { Wall } from './wall.ts';

const NOT_SIGNED_IN = 'You are not signed in: nothing was done.';

/** Asks who the person is, in place: what waits for it goes on afterwards, and nothing typed is lost. */
export class SignIn {
  readonly isWanted = signal(false);
  readonly #wall: Wall;
  #waiting: { resolve(): void; reject(error: Error): void }[] = [];

  constructor(wall: Wall) {
    this.#wall = wall;
  }

  /** Calls, and where the session has ended calls once more as who signs in again. */
  async signedIn<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.reason !== 'tokenNeeded') throw error;
        await this.#ask();
      }
    }
  }

  #ask(): Promise<void> {
    this.isWanted.value = true;
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Throws ApiFailure. */
  async as(name: string): Promise<void> {
    this.#wall.session.value = await this.#wall.board.call('signIn', { body: { name } });
    this.isWanted.value = false;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  dismiss(): void {
    this.isWanted.value = false;
    // The page still says who it was.
    void this.#wall.askSession();
    for (const { reject } of this.#waiting.splice(0)) reject(new ApiFailure('refused', NOT_SIGNED_IN));
  }

  async out(): Promise<void> {
    const ended = await this.#wall.board.call('signOut', {});
    if (ended?.signOutAddress) location.assign(ended.signOutAddress);
    else await this.#wall.askSession();
  }
}
