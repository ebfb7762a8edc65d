/** What a log can have that a board would never write, and what the import does about it. */
export const remarks = {
  outOfOrder: ['rows out of order', 'sorted by their instants'],
  duplicates: ['rows that are there twice', 'left out the second time'],
  sameQueue: ['moves into the same queue', 'left out, for nothing moved'],
  brokenChains: [
    'breaks in the chain',
    'moved from where the item was, noting what the file says as the reason',
  ],
  startsMidway: [
    'items whose first row comes from a queue',
    'entered where that row leads, noting the queue as the reason',
  ],
  emptyStatus: ['entries without a queue', 'entered into the queue (none)'],
  doubleDepartures: ['departures of items that are not on the board', 'left out'],
  finishedWithoutStart: [
    'items finished without a start',
    'imported as they are: committed and finished at the same instant',
  ],
  itemsWithoutRows: ['rows of the items file without a row in the log', 'left out, for they never entered'],
  overLimit: [
    'queues that hold more than their WIP limit',
    'left so; nothing enters them before there is room',
  ],
} as const;

export type Remark = keyof typeof remarks;

const named = 5;

/** Counts remarks and keeps the first few places of each. */
export class QualityReport {
  readonly #places = new Map<Remark, string[]>();
  readonly #counts = new Map<Remark, number>();

  /** `place`: `line 7` or what else tells a person where to look. */
  note(remark: Remark, place: string): void {
    this.#counts.set(remark, this.count(remark) + 1);
    const places = this.#places.get(remark) ?? [];
    if (places.length < named) this.#places.set(remark, [...places, place]);
  }

  count(remark: Remark): number {
    return this.#counts.get(remark) ?? 0;
  }

  /** One line a remark, those that were not found at the end in one line. */
  lines(): string[] {
    const all = Object.keys(remarks) as Remark[];
    const found = all.filter((remark) => this.count(remark) > 0);
    const absent = all.filter((remark) => this.count(remark) === 0);
    return [
      ...found.map((remark) => {
        const [what, done] = remarks[remark];
        const places = this.#places.get(remark) ?? [];
        const more = this.count(remark) > places.length ? ', …' : '';
        return `${capital(what)}: ${this.count(remark).toLocaleString('en')} (${places.join(', ')}${more}), ${done}.`;
      }),
      ...(absent.length === 0 ? [] : [`None of: ${absent.map((remark) => remarks[remark][0]).join('; ')}.`]),
    ];
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
