import { Refused } from '../failure.ts';

const shown = 10;

/** Collects what is wrong with single rows, so that a person sees all of it at once and not one a try. */
export class BrokenRows {
  readonly #file: string;
  readonly #reasons: string[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(line: number, reason: string): void {
    this.#count++;
    if (this.#reasons.length < shown) this.#reasons.push(`line ${line}: ${reason}`);
  }

  /** Throws Refused with the first of them, if there are any. */
  refuseAny(): void {
    if (this.#count === 0) return;
    const more = this.#count > shown ? `\n  … and ${this.#count - shown} more` : '';
    throw new Refused(
      `${this.#file} has ${this.#count} broken ${this.#count === 1 ? 'row' : 'rows'}, so nothing was imported:\n  ` +
        `${this.#reasons.join('\n  ')}${more}`,
    );
  }
}
