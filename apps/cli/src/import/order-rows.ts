import type { LogRow } from './log-row.ts';
import type { QualityReport } from './quality.ts';

/** What decides for an item whose times contradict its moves, for example one that was finished before it started. */
export type RowOrder = 'times' | 'moves';
export const rowOrders: readonly RowOrder[] = ['times', 'moves'];

export interface OrderedRows {
  /** Those of the same instant as the moves follow from one another, else as the file has them. */
  readonly rows: readonly LogRow[];
  /** It keeps rows that do not follow from one another, though its moves in another order would. */
  readonly isContradicting: boolean;
}

/**
 * Brings the rows of one item, given by instant, into the order in which they happened. Where they make a chain only against their
 * times, `moves` keeps the chain, each row no earlier than the one before; `times` notes the item.
 */
export function orderRows(rows: readonly LogRow[], order: RowOrder, report: QualityReport): OrderedRows {
  if (rows[0]?.from === '' && isChain(rows)) return { rows, isContradicting: false };
  const found = wholeChain(rows) ?? withTwins(rows);
  const ordered = found?.rows ?? withTiesInChain(rows);
  if (!found?.isAgainstTimes) return { rows: ordered, isContradicting: false };
  const first = rows[0] as LogRow;
  report.note(order === 'moves' ? 'timesMoved' : 'timesAgainstMoves', first.reference, first.line);
  return order === 'times'
    ? { rows: byInstant(ordered), isContradicting: true }
    : { rows: neverBack(ordered), isContradicting: false };
}

/** Rows of one instant stay in their order. */
function byInstant(rows: readonly LogRow[]): LogRow[] {
  return rows.toSorted((a, b) => a.at - b.at);
}

interface WholeChain {
  readonly rows: readonly LogRow[];
  readonly isAgainstTimes: boolean;
}

/**
 * All rows of an item, by instant, as one chain: reordered within an instant if that is enough, else against its times.
 */
function wholeChain(rows: readonly LogRow[]): WholeChain | undefined {
  const tied = withTiesInChain(rows);
  if (isChain(tied)) return { rows: tied, isAgainstTimes: false };
  const chain = chainOf(rows);
  return chain && { rows: chain, isAgainstTimes: true };
}

/** The same for rows that occur twice, as in a file that was written twice: each copy comes after its original. */
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

/** Rows by instant; rows of the same instant in an order that makes a chain, if there is one. */
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

/**
 * All rows of an item as a chain, whatever their times: in the order of the file, else in an order that is close to
 * their times.
 */
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
 * The rows in an order in which each starts where the previous one ended, as near to the given order as possible;
 * undefined if there is none. Queues are nodes and rows are edges: an Eulerian trail, by Hierholzer.
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
