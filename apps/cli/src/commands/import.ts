import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { numberFrom } from '../arguments/numbers.ts';
import { zoneArgument } from '../arguments/zone.ts';
import type { Context } from '../context.ts';
import { Refused, UsageError } from '../failure.ts';
import { parseColumns } from '../import/file/columns.ts';
import { encodingArgument } from '../import/file/encoding.ts';
import { separatorArgument } from '../import/file/separator.ts';
import { dateOrders } from '../import/file/written-date.ts';
import { importHistory } from '../import/import-history.ts';
import type { ImportOptions } from '../import/import-options.ts';
import { rowOrders } from '../import/order-rows.ts';
import { parseQueueList } from '../import/queue-list.ts';
import { blockColumns } from '../import/read-blocks.ts';
import { readFiles } from '../import/read-files.ts';
import { itemColumns } from '../import/read-items.ts';
import { logColumns } from '../import/read-log.ts';
import { counted } from '../terminal/counted.ts';
import { listBatches, undoBatch } from './import-batches.ts';

const columns = [
  ...new Set([...logColumns, ...itemColumns.optional, ...blockColumns.required, ...blockColumns.optional]),
];

interface Options extends Omit<ImportOptions, 'stream'> {
  readonly stream?: string;
  readonly list?: true;
  readonly undo?: number;
  readonly copyTo?: string;
}

/** `kanban import`: loads the history of a board that was kept elsewhere. */
export function addImport(program: Command, context: Context): void {
  program
    .command('import')
    .description('load a history from a CSV file into a value stream')
    .argument('[file.csv]', 'columns occurred_at, reference, from_queue, to_queue; others are ignored')
    .option('--stream <name>', 'the value stream; created if it does not exist')
    .optionsGroup('The stream:')
    .option(
      '--queues <list>',
      'its queues in order: Name[:kind[:limit]],…; created if they do not exist',
      parseQueueList,
    )
    .addOption(
      new Option('--queues-file <file.csv>', 'the same as a file: name, kind, limit').conflicts('queues'),
    )
    .option('--time-zone <zone>', 'the zone of a new stream, like Europe/Berlin (default: UTC)', zoneArgument)
    .optionsGroup('More files:')
    .option(
      '--items <file.csv>',
      'reference, short_desc, type, class_of_service, priority, assignee, date_logged, date_due',
    )
    .option('--blocks <file.csv>', 'reference, reason, blocked_at, unblocked_at (empty: still blocked)')
    .option(
      '--reference-prefix <text>',
      'text before each reference, for example if two boards have an item 1',
    )
    .optionsGroup('Format of the files, if it is not detected:')
    .option(
      '--columns <names>',
      'names of the columns in the files: occurred_at=Changed,reference="Issue key"',
      (text: string) => parseColumns(text, columns),
    )
    .option('--encoding <name>', 'utf-8, utf-16le, windows-1252 or another encoding', encodingArgument)
    .option('--separator <name>', 'comma, semicolon, tab or a character', separatorArgument)
    .addOption(
      new Option('--date-order <order>', 'order of day, month and year in dates like 01/02/2026').choices(
        dateOrders,
      ),
    )
    .option(
      '--instants <zone>',
      "the zone of times without an offset: utc, local (the stream's), or a name like America/New_York",
      instantsArgument,
      'utc',
    )
    .optionsGroup('What the import does:')
    .addOption(
      new Option('--order <by>', 'what decides if the times of an item contradict its moves')
        .choices(rowOrders)
        .default('times'),
    )
    .option('--dry-run', 'check everything and write nothing')
    .optionsGroup('Earlier imports:')
    .option('--list', 'list the imports with their batch numbers')
    .option(
      '--undo <batch>',
      'take an import out again, if no later row depends on it',
      numberFrom(1, { whole: true }),
    )
    .option('--copy-to <folder>', 'where --undo copies what it removes (default: a new folder in this one)')
    .addHelpText(
      'after',
      `
An import is one transaction and sends no messages. Charts use the times in the file; housekeeping and deadlines count from
the import. If from_queue is empty, the item enters; if to_queue is empty, it leaves. Kinds of queues: backlog, buffer,
active, delivered, completed, dropped. The report names problems in the files: how many, where, which charts they change,
and what to do. docs/importing.md lists the date formats and the exports of each tool.

Examples:
  kanban import history.csv --stream shop --queues "Backlog:backlog,Ready:buffer,Build:active:3,Done:delivered"
  kanban import history.csv --stream shop --items items.csv --blocks blocks.csv --dry-run
  kanban import jira.csv --stream shop --columns 'occurred_at=Changed,reference=Issue key,from_queue=From,to_queue=To'
  kanban import excel.csv --stream shop --time-zone Europe/Berlin --instants local --date-order dmy
  kanban import --list
  kanban import --undo 7`,
    )
    .action((file: string | undefined, { list, undo, copyTo, ...options }: Options) => {
      if ((list || undo !== undefined) && (file !== undefined || options.stream !== undefined))
        throw new UsageError(
          '--list and --undo take neither a file nor --stream; the batch number identifies an import.',
        );
      if (list) return listBatches(context);
      if (undo !== undefined) return undoBatch(undo, { copyTo, isDryRun: options.dryRun === true }, context);
      const { stream } = options;
      if (file === undefined || stream === undefined)
        throw new UsageError('kanban import needs a file and --stream NAME, or --list, or --undo BATCH.');
      return importFile(file, { ...options, stream }, context);
    });
}

async function importFile(file: string, options: ImportOptions, context: Context): Promise<void> {
  const startedAt = performance.now();
  const { descriptions, rows, ...read } = await readFiles(file, options, context);
  try {
    if (rows.count === 0)
      throw new Refused(`${file} has no rows below its header; there is nothing to import.`);
    const { report, fileCount, itemCount, continuedCount, stepCount, blockCount, outlook, batch } =
      await context.withDatabase((pool) =>
        importHistory(
          pool,
          {
            ...read,
            rows,
            origin: basename(file),
            stream: options.stream,
            timeZone: options.timeZone,
            order: options.order,
            isDryRun: options.dryRun === true,
          },
          context.progress,
        ),
      );
    context.progress.end();
    const done = options.dryRun ? 'nothing was written; it would import' : 'imported';
    const andMore = continuedCount === 0 ? '' : `, more of ${counted(continuedCount, 'known item')}`;
    const andBlocks = read.blocks.length === 0 ? '' : `, and ${counted(blockCount, 'blocked spell')}`;
    context.print(
      `${options.stream}: ${counted(rows.count, 'row')} read; ${done} ${counted(itemCount, 'item')}${andMore} and ` +
        `${counted(stepCount, 'audit row')}${andBlocks}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
    );
    if (batch !== undefined)
      context.print(`This is batch ${batch}. To take it out again: kanban import --undo ${batch}`);
    const wholes = {
      rows: rows.count,
      items: fileCount,
      described: read.items.size,
      blocks: read.blocks.length,
    };
    for (const line of [...descriptions, ...report.lines(wholes), ...outlook]) context.print(line);
  } finally {
    rows.close();
  }
}

function instantsArgument(text: string): string {
  return text === 'utc' || text === 'local' ? text : zoneArgument(text);
}
