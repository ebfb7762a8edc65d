import type { PoolConnection } from 'mysql2/promise';
import type { HistoryItem, ItemHistory, KnownItem, Step } from '../history/history.ts';
import type { HistoryWriter } from '../history/history-writer.ts';
import type { Queue } from '../history/streams.ts';
import type { Progress } from '../terminal/progress.ts';
import { isFinishedWithoutStart } from './finished-without-start.ts';
import type { HousekeepingOutlook } from './housekeeping-outlook.ts';
import type { ImportRequest } from './import-request.ts';
import type { ItemBlocks } from './item-blocks.ts';
import { noteOtherDetails } from './known-details.ts';
import { newSteps } from './known-items.ts';
import type { LogRow } from './log-row.ts';
import { makeChain } from './make-chain.ts';
import type { QualityReport } from './quality.ts';
import type { SlaOutlook } from './sla-outlook.ts';

const itemsAtOnce = 2_000;

export interface ItemsImport {
  readonly request: ImportRequest;
  readonly queues: readonly Queue[];
  readonly known: ReadonlyMap<string, KnownItem>;
  readonly report: QualityReport;
  readonly blocks: ItemBlocks;
  readonly outlooks: readonly [HousekeepingOutlook, SlaOutlook | undefined];
  /** Undefined: a dry run. */
  readonly writer: HistoryWriter | undefined;
}

export interface ImportedItems {
  /** All of the file. */
  readonly fileCount: number;
  readonly newCount: number;
  /** Items that were there already and get more of their history. */
  readonly continuedCount: number;
  readonly stepCount: number;
}

/** An item of the file as its rows say. */
interface Read {
  readonly reference: string;
  readonly line: number;
  readonly steps: readonly Step[];
}

/**
 * Turns the rows of each item into its history, reads what the database has of it, and writes what is new: so many
 * items at once.
 */
export async function importItems(
  connection: PoolConnection,
  work: ItemsImport,
  progress: Progress,
): Promise<ImportedItems> {
  const { request, known, report, blocks, outlooks, writer, queues } = work;
  const kinds = new Map(queues.map(({ name, kind }) => [name, kind]));
  const undescribed = new Set(request.items.keys());
  const sum = { fileCount: 0, newCount: 0, continuedCount: 0, stepCount: 0 };

  async function take(read: readonly Read[]): Promise<void> {
    const found = await newSteps(connection, queues, known, read, report);
    await noteOtherDetails(connection, known, read, request.items, report);
    await blocks.take(connection, known, read, found.differing, report);
    const histories = read.map(({ reference, steps }): ItemHistory => {
      const item = describe(reference, steps, request.items);
      return { item, known: known.get(reference), steps: found.steps.get(reference) ?? steps };
    });
    for (const history of histories) {
      outlooks[0].add(history.steps);
      outlooks[1]?.add(history);
      sum.stepCount += history.steps.length;
      if (!history.known) sum.newCount++;
      else if (history.steps.length > 0) sum.continuedCount++;
    }
    await writer?.addItems(histories);
  }

  progress.stage(writer ? 'Writing items' : 'Checking items', request.rows.count);
  let rowCount = 0;
  let read: Read[] = [];
  for (const rows of request.rows.byItem()) {
    const { steps, isContradicting } = makeChain(rows, request.order, report);
    const { reference, line } = rows[0] as LogRow;
    sum.fileCount++;
    rowCount += rows.length;
    if (steps.length === 0) continue;
    undescribed.delete(reference);
    if (!isContradicting && isFinishedWithoutStart(steps, kinds))
      report.note('finishedWithoutStart', reference, line);
    read.push({ reference, line, steps });
    if (read.length < itemsAtOnce) continue;
    await take(read);
    read = [];
    progress.at(rowCount);
  }
  await take(read);
  for (const reference of undescribed) report.note('itemsWithoutRows', reference);
  return sum;
}

/** The values of the items file, else the defaults of the tables; date_logged is the entry. */
function describe(reference: string, steps: readonly Step[], details: ImportRequest['items']): HistoryItem {
  return {
    shortDesc: '',
    type: 'story',
    classOfService: 'standard',
    priority: 0,
    dateLogged: (steps[0] as Step).at,
    dateDue: null,
    assignee: null,
    ...details.get(reference),
    reference,
  };
}
