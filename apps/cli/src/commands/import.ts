import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import type { NewQueue } from '../history/streams.ts';
import { importHistory } from '../import/import-history.ts';
import { parseQueueList } from '../import/queue-list.ts';
import { readItems } from '../import/read-items.ts';
import { readLog } from '../import/read-log.ts';
import { counted } from '../terminal/counted.ts';

interface Options {
  readonly stream: string;
  readonly queues?: readonly NewQueue[];
  readonly timeZone?: string;
  readonly items?: string;
  readonly dryRun?: true;
}

/** `kanban import`: loads the history of a board that was kept elsewhere. */
export function addImport(program: Command, context: Context): void {
  program
    .command('import')
    .description('load a history from a CSV file into a value stream')
    .argument('<file.csv>', 'columns occurred_at, reference, from_queue, to_queue; others are ignored')
    .requiredOption('--stream <name>', 'the value stream; made when it is not there')
    .option(
      '--queues <list>',
      'its queues in order: Name[:kind[:limit]],…; made when they are not there',
      parseQueueList,
    )
    .option(
      '--time-zone <zone>',
      'the zone of a new stream, like Europe/Berlin (default: UTC)',
      timeZoneArgument,
    )
    .option(
      '--items <file.csv>',
      'reference, short_desc, type, class_of_service, priority, assignee, date_logged, date_due',
    )
    .option('--dry-run', 'check everything and write nothing')
    .addHelpText(
      'after',
      `
All or nothing, in one transaction; announced to nobody. An empty from_queue: the item enters; an empty to_queue: it
leaves. Instants are ISO 8601 with Z or an offset, or YYYY-MM-DD HH:MM:SS[.ffffff] in UTC. Kinds: backlog, buffer, active,
delivered, completed, dropped. What is odd in the file is reported with what was done about it.

Examples:
  kanban import history.csv --stream shop --queues "Backlog:backlog,Ready:buffer,Build:active:3,Done:delivered"
  kanban import history.csv --stream shop --items items.csv --dry-run`,
    )
    .action((file: string, options: Options) => importFile(file, options, context));
}

async function importFile(file: string, options: Options, context: Context): Promise<void> {
  const startedAt = performance.now();
  const rows = await readLog(file, context.progress);
  if (rows.length === 0)
    throw new Refused(`${file} has no rows below its header; there is nothing to import.`);
  const items = options.items === undefined ? new Map() : await readItems(options.items, context.progress);
  const { report, itemCount, stepCount } = await context.withDatabase((pool) =>
    importHistory(
      pool,
      {
        stream: options.stream,
        timeZone: options.timeZone,
        queues: options.queues ?? [],
        rows,
        items,
        isDryRun: options.dryRun === true,
      },
      context.progress,
    ),
  );
  context.progress.end();
  const done = options.dryRun ? 'nothing was written; there would be' : 'imported';
  context.print(
    `${options.stream}: ${counted(rows.length, 'row')} read; ${done} ${counted(itemCount, 'item')} and ` +
      `${counted(stepCount, 'audit row')}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
  );
  for (const line of report.lines()) context.print(line);
}

function timeZoneArgument(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone && text;
  } catch {
    throw new InvalidArgumentError('It must be the name of a zone of the IANA database, like Europe/Berlin.');
  }
}
