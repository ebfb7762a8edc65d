import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import type { History } from '../history/history.ts';
import { beginBulk, endBulk } from '../history/rebuild.ts';
import { type NewQueue, readQueues } from '../history/streams.ts';
import { writeHistory } from '../history/write-history.ts';
import type { Progress } from '../terminal/progress.ts';
import { housekeepingOutlook } from './housekeeping-outlook.ts';
import { newBlocks, noteOtherDetails } from './known-details.ts';
import { findNewSteps } from './known-items.ts';
import { type Chains, makeChains, noneQueue } from './make-chains.ts';
import { noteFinishedWithoutStart } from './note-finished.ts';
import type { RowOrder } from './order-rows.ts';
import { ensureNoneQueue, ensureQueues, ensureStream } from './prepare-stream.ts';
import { QualityReport } from './quality.ts';
import type { Block } from './read-blocks.ts';
import type { ItemDetails } from './read-items.ts';
import type { LogRow } from './read-log.ts';
import { slaOutlook } from './sla-outlook.ts';
import { keepKnownBlocks, writeBlocks } from './write-blocks.ts';

export interface ImportRequest {
  /** Where the rows come from, for people who read `import_batches`. */
  readonly origin: string;
  readonly stream: string;
  /** UTC for a new stream when undefined. */
  readonly timeZone: string | undefined;
  /** Made when missing, in this order. */
  readonly queues: readonly NewQueue[];
  readonly rows: readonly LogRow[];
  /** What the rows of an item are put in order by where their times contradict their moves. */
  readonly order: RowOrder;
  readonly items: ReadonlyMap<string, ItemDetails>;
  readonly blocks: readonly Block[];
  /** What was odd about the files already. */
  readonly reading: QualityReport;
  /** Everything is checked and nothing written. */
  readonly isDryRun: boolean;
}

export interface ImportResult {
  readonly report: QualityReport;
  /** New ones. */
  readonly itemCount: number;
  /** Items that were there already and got more of their history. */
  readonly continuedCount: number;
  readonly stepCount: number;
  readonly blockCount: number;
  /** Its row of `import_batches`; undefined: nothing was written. */
  readonly batch: number | undefined;
  /** What housekeeping and SLA sweeps will do with it, a sentence for each kind of work. */
  readonly outlook: readonly string[];
}

/** Carries a dry run's result out of the transaction that it rolls back. */
class DryRun extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super('dry run');
    this.result = result;
  }
}

/** Imports a log into a stream, all or nothing in one transaction. Throws Refused. */
export async function importHistory(
  pool: Pool,
  request: ImportRequest,
  progress: Progress,
): Promise<ImportResult> {
  try {
    return await inTransaction(pool, (connection) => importWithin(connection, request, progress), {
      isolation: 'READ COMMITTED',
      retries: 1,
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

async function importWithin(
  connection: PoolConnection,
  request: ImportRequest,
  progress: Progress,
): Promise<ImportResult> {
  const report = new QualityReport(request.reading);
  const stream = await ensureStream(connection, request.stream, request.timeZone);
  await ensureQueues(connection, stream, request.queues);
  const before = await readQueues(connection, stream.name);
  if (before.length === 0)
    throw new Refused(`The value stream ${stream.name} has no queues: name them with --queues.`);
  progress.stage('Checking');
  const queueNames = new Set([...before.map((queue) => queue.name), noneQueue]);
  const chains = makeChains(request.rows, queueNames, request.order, report);
  await beginBulk(connection, request.origin);
  if (chains.steps.some((step) => step.to === noneQueue)) await ensureNoneQueue(connection, stream);
  const queues = await readQueues(connection, stream.name);
  noteFinishedWithoutStart(chains, queues, report);
  const { steps, known, continued, differing } = await findNewSteps(
    connection,
    stream,
    queues,
    chains,
    report,
    progress,
  );
  await noteOtherDetails(connection, known, request.items, report);
  const ofItems = keepKnownBlocks(request.blocks, chains.references, report).filter(
    ({ reference }) => !differing.has(reference),
  );
  const blocks = await newBlocks(connection, known, ofItems, report);
  const history = { steps, known, items: describeItems(chains, request.items, report) };
  const outlook = [
    ...(await housekeepingOutlook(connection, stream.name, queues, history.steps)),
    ...(await slaOutlook(connection, stream, queues, history)),
  ];
  const result = {
    report,
    itemCount: history.items.length - known.size,
    continuedCount: continued,
    stepCount: history.steps.length,
    blockCount: blocks.length,
    outlook,
    batch: undefined,
  };
  if (request.isDryRun) throw new DryRun(result);
  await writeHistory(connection, stream, queues, history, progress);
  await writeBlocks(connection, stream, blocks, progress);
  const [[session]] = await connection.query<RowDataPacket[]>('SELECT current_batch(NULL) AS batch');
  progress.stage('Counting and projecting');
  await endBulk(connection);
  await noteOverLimit(connection, stream.name, report);
  return { ...result, batch: steps.length + blocks.length > 0 ? Number(session?.batch) : undefined };
}

/** What the items file says, else what the tables' defaults say; logged when it entered. */
function describeItems(
  chains: Chains,
  details: ReadonlyMap<string, ItemDetails>,
  report: QualityReport,
): History['items'] {
  const enteredAt: number[] = [];
  for (const { item, at } of chains.steps) enteredAt[item] ??= at;
  const imported = new Set(chains.references);
  for (const reference of details.keys())
    if (!imported.has(reference)) report.note('itemsWithoutRows', reference);
  return chains.references.map((reference, index) => ({
    shortDesc: '',
    type: 'story',
    classOfService: 'standard',
    priority: 0,
    dateLogged: enteredAt[index] as number,
    dateDue: null,
    assignee: null,
    ...details.get(reference),
    reference,
  }));
}

async function noteOverLimit(
  connection: PoolConnection,
  stream: string,
  report: QualityReport,
): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT queue_name, current_wip, wip_limit FROM queue_state
     WHERE value_stream = ? AND wip_limit >= 0 AND current_wip > wip_limit ORDER BY queue_id`,
    [stream],
  );
  for (const row of rows)
    report.note('overLimit', `${row.queue_name}: ${row.current_wip} of ${row.wip_limit}`);
}
