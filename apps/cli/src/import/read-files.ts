import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { findStream, type NewQueue } from '../history/streams.ts';
import type { FileForm } from './file/file-form.ts';
import type { ImportOptions } from './import-options.ts';
import type { ImportRequest } from './import-request.ts';
import { QualityReport } from './quality.ts';
import { blockColumns, readBlocks } from './read-blocks.ts';
import { itemColumns, readItems } from './read-items.ts';
import { logColumns, readLog } from './read-log.ts';
import { readQueuesFile } from './read-queues.ts';

export interface ReadFiles extends Pick<ImportRequest, 'rows' | 'items' | 'blocks' | 'queues' | 'reading'> {
  /** How each file was read, a sentence a file. */
  readonly descriptions: readonly string[];
}

/** Reads all files of an import. Throws Refused at the first that has something wrong. */
export async function readFiles(path: string, options: ImportOptions, context: Context): Promise<ReadFiles> {
  const { progress } = context;
  refuseUnusedColumns(options);
  const form: FileForm = {
    encoding: options.encoding,
    separator: options.separator,
    columns: options.columns ?? new Map(),
    dateOrder: options.dateOrder,
    timeZone: await zoneOfTimes(options, context),
    referencePrefix: options.referencePrefix ?? '',
  };
  const reading = new QualityReport();
  const log = await readLog(path, form, reading, progress);
  const items = options.items ? await readItems(options.items, form, reading, progress) : undefined;
  const blocks = options.blocks ? await readBlocks(options.blocks, form, reading, progress) : undefined;
  return {
    rows: log.rows,
    items: items?.items ?? new Map(),
    blocks: blocks?.blocks ?? [],
    queues: await queuesOf(options, form, context),
    reading,
    descriptions: [log, items, blocks].flatMap((file) => (file ? [file.description] : [])),
  };
}

/** Throws Refused if `--columns` names a column of a file that is not given. */
function refuseUnusedColumns({ columns = new Map(), items, blocks }: ImportOptions): void {
  const used: readonly string[] = [
    ...logColumns,
    ...(items ? itemColumns.optional : []),
    ...(blocks ? [...blockColumns.required, ...blockColumns.optional] : []),
  ];
  const unused = [...columns.keys()].filter((column) => !used.includes(column));
  if (unused.length === 0) return;
  const option = unused.some((column) => itemColumns.optional.includes(column)) ? '--items' : '--blocks';
  throw new Refused(
    `--columns names ${unused.join(', ')}, but there is no file that has it: give ${option} too.`,
  );
}

/** The zone of times without an offset. Throws Refused for `local` if the zone of the stream is unknown. */
async function zoneOfTimes({ instants, timeZone, stream }: ImportOptions, context: Context): Promise<string> {
  if (instants === 'utc') return 'UTC';
  if (instants !== 'local') return instants;
  if (timeZone !== undefined) return timeZone;
  const present = await context.withDatabase((pool) => findStream(pool, stream));
  if (present) return present.timeZone;
  throw new Refused(
    `The value stream ${stream} is new, so --instants local needs its zone: --time-zone Europe/Berlin.`,
  );
}

async function queuesOf(
  { queues, queuesFile }: ImportOptions,
  form: FileForm,
  { progress }: Context,
): Promise<readonly NewQueue[]> {
  return queuesFile === undefined ? (queues ?? []) : readQueuesFile(queuesFile, form, progress);
}
