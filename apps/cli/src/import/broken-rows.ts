import { Refused } from '../failure.ts';

const shown = 10;

/** Collects the errors of single rows, so that a person sees all of them in one run. */
export class BrokenRows {
  readonly #file: string;
  #rows: { line: number; reason: string }[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(line: number, reason: string): void {
    this.#count++;
    this.#rows.push({ line, reason });
    if (this.#rows.length > 100 * shown) this.#rows = this.#first();
  }

  /** Throws Refused with the first of them, if there are any. */
  refuseAny(): void {
    const count = this.#count;
    if (count === 0) return;
    const reasons = this.#first().map(({ line, reason }) => `line ${line}: ${reason}`);
    const more = count > shown ? `\n  … and ${count - shown} more` : '';
    throw new Refused(
      `${this.#file} has ${count} broken ${count === 1 ? 'row' : 'rows'}, so nothing was imported:\n  ` +
        `${reasons.join('\n  ')}${more}`,
    );
  }

  #first() {
    return this.#rows.toSorted((a, b) => a.line - b.line).slice(0, shown);
  }
}
