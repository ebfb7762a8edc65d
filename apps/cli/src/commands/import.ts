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
    .option('--stream <name>', 'the value stream; made when it is not there')
    .optionsGroup('The stream:')
    .option(
      '--queues <list>',
      'its queues in order: Name[:kind[:limit]],…; made when they are not there',
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
    .option('--reference-prefix <text>', 'put before each reference: for boards that both have an item 1')
    .optionsGroup('How the files are written, where it is not found out:')
    .option(
      '--columns <names>',
      'what they call the columns: occurred_at=Changed,reference="Issue key"',
      (text: string) => parseColumns(text, columns),
    )
    .option('--encoding <name>', 'utf-8, utf-16le, windows-1252 or any other', encodingArgument)
    .option('--separator <name>', 'comma, semicolon, tab or a character', separatorArgument)
    .addOption(new Option('--date-order <order>', 'of dates like 01/02/2026').choices(dateOrders))
    .option(
      '--instants <zone>',
      "the zone of times without an offset: utc, local (the stream's), or a name like America/New_York",
      instantsArgument,
      'utc',
    )
    .optionsGroup('What is done:')
    .addOption(
      new Option('--order <by>', 'what to believe of an item whose times contradict its moves')
        .choices(rowOrders)
        .default('times'),
    )
    .option('--dry-run', 'check everything and write nothing')
    .optionsGroup('What was imported before:')
    .option('--list', 'the imports there were, with their batch numbers')
    .option(
      '--undo <batch>',
      'take an import back where nothing stands on it',
      numberFrom(1, { whole: true }),
    )
    .option('--copy-to <folder>', 'where --undo copies what it removes (default: a new folder here)')
    .addHelpText(
      'after',
      `
All or nothing, in one transaction; announced to nobody: housekeeping and SLA sweeps count from the import on, charts
from when it happened. An empty from_queue: the item enters; an empty to_queue: it leaves. Kinds of queues: backlog,
buffer, active, delivered, completed, dropped. What is odd about the files is reported: how much, where, which charts
it changes, and what can be done. Every way to write a date and each tool's export: docs/importing.md.

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
          '--list and --undo take neither a file nor --stream: an import has a batch number.',
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
    const done = options.dryRun ? 'nothing was written; there would be' : 'imported';
    const andMore = continuedCount === 0 ? '' : `, more of ${counted(continuedCount, 'known item')}`;
    const andBlocks = read.blocks.length === 0 ? '' : `, and ${counted(blockCount, 'blocked spell')}`;
    context.print(
      `${options.stream}: ${counted(rows.count, 'row')} read; ${done} ${counted(itemCount, 'item')}${andMore} and ` +
        `${counted(stepCount, 'audit row')}${andBlocks}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
    );
    if (batch !== undefined)
      context.print(`It is batch ${batch}: kanban import --undo ${batch} takes it back.`);
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
