import type { QualityReport } from './quality.ts';
import type { LogRow } from './read-log.ts';

/** What to believe of an item whose times contradict its moves, as one that was finished before it started. */
export type RowOrder = 'times' | 'moves';
export const rowOrders: readonly RowOrder[] = ['times', 'moves'];

export interface OrderedRows {
  /** By instant; each item's of the same instant as its moves follow from one another, else as the file has them. */
  readonly rows: readonly LogRow[];
  /** The references of items that keep rows which do not follow from one another, though their moves in another order would. */
  readonly contradicting: ReadonlySet<string>;
}

/**
 * Brings the rows of a log into the order in which they happened. Where an item's rows make a chain only against their times,
 * `moves` keeps the chain, each row no earlier than the one before; `times` notes the item.
 */
export function orderRows(rows: readonly LogRow[], order: RowOrder, report: QualityReport): OrderedRows {
  const sorted = isSorted(rows) ? [...rows] : byInstant(rows);
  const contradicting = new Set<string>();
  for (const [reference, places] of placesOfBroken(sorted)) {
    const own = places.map((place) => sorted[place] as LogRow);
    const found = wholeChain(own) ?? withTwins(own);
    let ordered = found?.rows ?? withTiesInChain(own);
    if (found?.isAgainstTimes) {
      report.note(order === 'moves' ? 'timesMoved' : 'timesAgainstMoves', reference);
      if (order === 'times') contradicting.add(reference);
      ordered = order === 'times' ? byInstant(ordered) : neverBack(ordered);
    }
    places.forEach((place, index) => {
      sorted[place] = ordered[index] as LogRow;
    });
  }
  return { rows: isSorted(sorted) ? sorted : byInstant(sorted), contradicting };
}

/** Rows of one instant stay in their order. */
function byInstant(rows: readonly LogRow[]): LogRow[] {
  return rows.toSorted((a, b) => a.at - b.at);
}

function isSorted(rows: readonly LogRow[]): boolean {
  return rows.every(({ at }, index) => index === 0 || at >= (rows[index - 1] as LogRow).at);
}

/** Of items whose rows do not follow from their entry and from one another: reference → where its rows are. */
function placesOfBroken(rows: readonly LogRow[]): Map<string, number[]> {
  const last = new Map<string, LogRow>();
  const broken = new Map<string, number[]>();
  for (const row of rows) {
    const place = last.get(row.reference)?.to ?? '';
    if (place !== row.from) broken.set(row.reference, []);
    last.set(row.reference, row);
  }
  if (broken.size > 0)
    for (const [place, { reference }] of rows.entries()) broken.get(reference)?.push(place);
  return broken;
}

interface WholeChain {
  readonly rows: readonly LogRow[];
  readonly isAgainstTimes: boolean;
}

/** All rows of an item, by instant, as one chain: within instants where that is enough, else against its times. */
function wholeChain(rows: readonly LogRow[]): WholeChain | undefined {
  const tied = withTiesInChain(rows);
  if (isChain(tied)) return { rows: tied, isAgainstTimes: false };
  const chain = chainOf(rows);
  return chain && { rows: chain, isAgainstTimes: true };
}

/** The same where rows are there twice, as of a file that was written twice: each twin stands behind its first. */
function withTwins(rows: readonly LogRow[]): WholeChain | undefined {
  const twins = [...Map.groupBy(rows, ({ at, from, to }) => JSON.stringify([at, from, to])).values()];
  const found = twins.length < rows.length && wholeChain(twins.map(([first]) => first as LogRow));
  if (!found) return undefined;
  const all = new Map(twins.map((each) => [each[0], each]));
  return { ...found, rows: found.rows.flatMap((row) => all.get(row) ?? []) };
}

function isChain(rows: readonly LogRow[]): boolean {
  return rows.every(({ from }, index) => index === 0 || from === (rows[index - 1] as LogRow).to);
}

/** Rows by instant, those of the same instant in an order that makes a chain where there is one. */
function withTiesInChain(rows: readonly LogRow[]): LogRow[] {
  const ordered: LogRow[] = [];
  for (let start = 0; start < rows.length; ) {
    const { at, from } = rows[start] as LogRow;
    let end = start + 1;
    while (rows[end]?.at === at) end++;
    const tied = rows.slice(start, end);
    const place = ordered.at(-1)?.to ?? (tied.some((row) => row.from === '') ? '' : from);
    for (const row of trail(tied, place) ?? tied) ordered.push(row);
    start = end;
  }
  return ordered;
}

/** All rows of an item as a chain, whatever their times: as the file has them, else as near to their times as there is one. */
function chainOf(rows: readonly LogRow[]): LogRow[] | undefined {
  const asInFile = rows.toSorted((a, b) => a.line - b.line);
  if (isChain(asInFile)) return asInFile;
  const leads = new Map<string, number>();
  for (const { from, to } of rows) {
    leads.set(from, (leads.get(from) ?? 0) + 1);
    leads.set(to, (leads.get(to) ?? 0) - 1);
  }
  const begins = [...leads].find(([, surplus]) => surplus > 0)?.[0];
  return trail(rows, rows.some(({ from }) => from === '') ? '' : (begins ?? (rows[0] as LogRow).from));
}

/**
 * The rows in an order in which each leaves where the one before has led, as near to the given one as can be; undefined if there
 * is none. Queues are places and rows the ways between them: an Eulerian trail, by Hierholzer.
 */
function trail(rows: readonly LogRow[], start: string): LogRow[] | undefined {
  const ways = Map.groupBy(rows.toReversed(), ({ from }) => from);
  const found: LogRow[] = [];
  const walked: { place: string; row?: LogRow }[] = [{ place: start }];
  for (let here = walked.at(-1); here; here = walked.at(-1)) {
    const next = ways.get(here.place)?.pop();
    if (next) walked.push({ place: next.to, row: next });
    else {
      walked.pop();
      if (here.row) found.push(here.row);
    }
  }
  found.reverse();
  return found.length === rows.length && found[0]?.from === start && isChain(found) ? found : undefined;
}

function neverBack(chain: readonly LogRow[]): LogRow[] {
  let latest = Number.NEGATIVE_INFINITY;
  return chain.map((row) => {
    latest = Math.max(latest, row.at);
    return latest === row.at ? row : { ...row, at: latest, saidAt: row.at };
  });
}
