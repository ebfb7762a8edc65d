/** What a log can have that a board would never write: one remark for one cause, the worst first. */
export const remarks = {
  timesAgainstMoves: {
    what: 'Items whose times contradict their moves',
    of: 'items',
    done: 'read by their times, so an item that was finished before it started ends where it started',
    effect:
      'it counts as open for ever: in WIP, cumulative flow and ages, and not in throughput and lead time',
    advice: 'to believe the moves instead, each no earlier than the one before: --order moves',
  },
  differs: {
    what: 'Items whose log here is not the beginning of what the file says',
    of: 'items',
    done: 'left as they are',
    effect: 'charts go on showing what was here before; nothing new of these items is in them',
    advice: 'where nobody moved them here: kanban import --undo takes back the import that they came with',
  },
  timesMoved: {
    what: 'Items whose times contradict their moves',
    of: 'items',
    done: 'read by their moves, each no earlier than the one before, noting what the file says as the reason',
    effect: 'lead and cycle time may be 0 or too long',
    advice: undefined,
  },
  brokenChains: {
    what: 'Rows that leave a queue where the item is not',
    of: 'rows',
    done: 'moved from where it was, noting what the file says as the reason',
    effect: 'time in queue is that of the queue before; rows may be missing in the file',
    advice: 'export the whole history, deleted and renamed states included',
  },
  startsMidway: {
    what: 'Items whose first row comes from a queue',
    of: 'items',
    done: 'entered where that row leads, noting the queue as the reason',
    effect: 'lead time begins there and not when the item was made',
    advice: 'add a row with an empty from_queue at the instant when it was made',
  },
  doubleDepartures: {
    what: 'Departures of items that are not on the board',
    of: 'rows',
    done: 'left out',
    effect: 'no chart shows them',
    advice: 'the file may lack the rows by which they entered',
  },
  finishedWithoutStart: {
    what: 'Items finished without a start',
    of: 'items',
    done: 'imported as they are: committed and finished at the same instant',
    effect: 'cycle time and SLA count them as 0',
    advice: 'where a queue is work that is called a backlog, give it the kind buffer or active by --queues',
  },
  emptyStatus: {
    what: 'Entries without a queue',
    of: 'rows',
    done: 'entered into the queue (none)',
    effect: 'cumulative flow shows them there, as a backlog',
    advice: 'to have them count as work, give (none) a place and a kind: --queues "(none):buffer,…"',
  },
  neverShown: {
    what: 'Times that the clocks skipped',
    of: 'rows',
    done: 'moved forward as the clocks were',
    effect: 'durations may be an hour off',
    advice: 'if the file is in another zone: --instants utc, or the name of that zone',
  },
  shownTwice: {
    what: 'Times that the clocks showed twice',
    of: 'rows',
    done: 'taken for the first of both',
    effect: 'durations may be an hour off',
    advice: 'export times with their offset',
  },
  detailsDiffer: {
    what: 'Items that the items file describes otherwise than the board',
    of: 'described',
    done: 'left as the board has them',
    effect: 'charts by class, assignee or deadline show what the board has',
    advice: undefined,
  },
  blocksDiffer: {
    what: 'Blocked spells that fall into, or lie before, one that is here',
    of: 'blocks',
    done: 'left out',
    effect: 'blocked time shows what was here before; an item whose last spell here is open stays blocked',
    advice: 'where it has ended: UPDATE work_items SET blocked_reason = NULL WHERE reference = …',
  },
  blocksWithoutItem: {
    what: 'Blocked spells of items that the log does not have',
    of: 'blocks',
    done: 'left out',
    effect: 'blocked time lacks them',
    advice: 'both files must have the same references: --columns reference=… names the column in each',
  },
  itemsWithoutRows: {
    what: 'Rows of the items file without a row in the log',
    of: 'described',
    done: 'left out, for they never entered',
    effect: 'no chart shows them',
    advice: 'add a row with an empty from_queue for each',
  },
  duplicates: {
    what: 'Rows that are there twice',
    of: 'rows',
    done: 'left out the second time',
    effect: 'no chart changes',
    advice: undefined,
  },
  sameQueue: {
    what: 'Moves into the same queue',
    of: 'rows',
    done: 'left out, for nothing moved',
    effect: 'no chart changes',
    advice: undefined,
  },
  overLimit: {
    what: 'Queues that hold more than their WIP limit',
    of: undefined,
    done: 'left so',
    effect: 'nothing enters them before there is room',
    advice: 'kanban queues changes limits',
  },
} as const satisfies Record<string, RemarkText>;

/** What the shares of remarks are of. */
export type Whole = 'rows' | 'items' | 'blocks' | 'described';

interface RemarkText {
  readonly what: string;
  readonly of: Whole | undefined;
  readonly done: string;
  /** On which chart. */
  readonly effect: string;
  /** What a person can do about it. */
  readonly advice: string | undefined;
}

export type Remark = keyof typeof remarks;

const wholeNames: Readonly<Record<Whole, string>> = {
  rows: 'rows',
  items: 'items',
  blocks: 'blocked spells',
  described: 'rows',
};
const named = 10;

interface NotedPlace {
  readonly place: string;
  readonly line: number;
}

/** Counts remarks and keeps the first few places of each. */
export class QualityReport {
  readonly #places = new Map<Remark, readonly NotedPlace[]>();
  readonly #counts = new Map<Remark, number>();

  /** Adds the notes of another report. */
  constructor(begun?: QualityReport) {
    if (!begun) return;
    this.#places = new Map(begun.#places);
    this.#counts = new Map(begun.#counts);
  }

  /** `place`: `line 7` or another hint for a person; `line` sorts them if they are not noted in order. */
  note(remark: Remark, place: string, line = 0): void {
    this.#counts.set(remark, this.count(remark) + 1);
    const places = this.#places.get(remark) ?? [];
    if (places.length >= named && line >= (places.at(-1) as NotedPlace).line) return;
    const all = [...places, { place, line }].sort((a, b) => a.line - b.line);
    this.#places.set(remark, all.slice(0, named));
  }

  count(remark: Remark): number {
    return this.#counts.get(remark) ?? 0;
  }

  /**
   * Two or three lines per remark: how many and which, what was done and which charts it changes, and what to do about
   * it.
   */
  lines(wholes: Readonly<Record<Whole, number>>): string[] {
    const found = (Object.keys(remarks) as Remark[]).filter((remark) => this.count(remark) > 0);
    if (found.length === 0) return ['Nothing in it is odd.'];
    return found.flatMap((remark) => {
      const { what, of, done, effect, advice }: RemarkText = remarks[remark];
      const count = this.count(remark).toLocaleString('en');
      const share = of ? ` of ${wholes[of].toLocaleString('en')} ${wholeNames[of]}` : '';
      const places = this.#places.get(remark) ?? [];
      const more = this.count(remark) > places.length ? ', …' : '';
      return [
        `${what}: ${count}${share} (${places.map(({ place }) => place).join(', ')}${more})`,
        `  ${capital(done)}; ${effect}.`,
        ...(advice ? [`  ${capital(advice)}.`] : []),
      ];
    });
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
