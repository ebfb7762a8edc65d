import { Refused } from '../failure.ts';

const shown = 10;

/** Collects what is wrong with single rows, so that a person sees all of it at once and not one a try. */
export class BrokenRows {
  readonly #file: string;
  readonly #rows: { line: number; reason: string }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  add(line: number, reason: string): void {
    this.#rows.push({ line, reason });
  }

  /** Throws Refused with the first of them, if there are any. */
  refuseAny(): void {
    const count = this.#rows.length;
    if (count === 0) return;
    const reasons = this.#rows
      .toSorted((a, b) => a.line - b.line)
      .slice(0, shown)
      .map(({ line, reason }) => `line ${line}: ${reason}`);
    const more = count > shown ? `\n  … and ${count - shown} more` : '';
    throw new Refused(
      `${this.#file} has ${count} broken ${count === 1 ? 'row' : 'rows'}, so nothing was imported:\n  ` +
        `${reasons.join('\n  ')}${more}`,
    );
  }
}
