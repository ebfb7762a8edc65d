import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { HistoryWriter } from '../history/history-writer.ts';
import { beginBulk, endBulk } from '../history/rebuild.ts';
import { readQueues } from '../history/streams.ts';
import { writeBlocks } from '../history/write-blocks.ts';
import type { Progress } from '../terminal/progress.ts';
import { HousekeepingOutlook } from './housekeeping-outlook.ts';
import { importItems } from './import-items.ts';
import type { ImportRequest } from './import-request.ts';
import { ItemBlocks } from './item-blocks.ts';
import { lockKnown } from './known-items.ts';
import { makeChain, noneQueue } from './make-chain.ts';
import { ensureNoneQueue, ensureQueues, ensureStream } from './prepare-stream.ts';
import { QualityReport } from './quality.ts';
import { SlaOutlook } from './sla-outlook.ts';
import { refuseUnknownQueues } from './unknown-queues.ts';

export interface ImportResult {
  readonly report: QualityReport;
  /** Items of the file. */
  readonly fileCount: number;
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
  refuseUnknownQueues(
    request.rows.queueNames(),
    before.map(({ name }) => name),
  );
  await beginBulk(connection, request.origin);
  if (needsNoneQueue(request)) await ensureNoneQueue(connection, stream);
  const queues = await readQueues(connection, stream.name);
  const known = await lockKnown(connection, stream, request.rows.references());
  const housekeeping = new HousekeepingOutlook(queues);
  const sla = await SlaOutlook.of(connection, stream, queues);
  const blocks = new ItemBlocks(request.blocks);
  const writer = request.isDryRun ? undefined : await HistoryWriter.begin(connection, stream, queues);
  try {
    const { newCount, ...counts } = await importItems(
      connection,
      { request, queues, known, report, blocks, outlooks: [housekeeping, sla], writer },
      progress,
    );
    const newBlocks = blocks.rest(report);
    const outlook = [...(await housekeeping.lines(connection, stream.name)), ...(sla?.lines() ?? [])];
    const result = {
      ...counts,
      report,
      itemCount: newCount,
      blockCount: newBlocks.length,
      outlook,
      batch: undefined,
    };
    if (!writer) throw new DryRun(result);
    await writer.finish(progress);
    await writeBlocks(connection, stream, newBlocks, progress);
    const [[session]] = await connection.query<RowDataPacket[]>('SELECT current_batch(NULL) AS batch');
    progress.stage('Counting and projecting');
    await endBulk(connection);
    await noteOverLimit(connection, stream.name, report);
    const hasWritten = counts.stepCount + newBlocks.length > 0;
    return { ...result, batch: hasWritten ? Number(session?.batch) : undefined };
  } finally {
    writer?.close();
  }
}

/** Whether an item enters without a status: only rows without any queue can do that. */
function needsNoneQueue({ rows, order }: ImportRequest): boolean {
  if (!rows.hasRowWithoutQueues) return false;
  const unheard = new QualityReport();
  for (const own of rows.byItem())
    if (makeChain(own, order, unheard).steps.some(({ to }) => to === noneQueue)) return true;
  return false;
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
