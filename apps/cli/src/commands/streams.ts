import { aligned } from '@kanban/domain/text';
import type { Command } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { nameArgument } from '../arguments/name.ts';
import { zoneArgument } from '../arguments/zone.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { insertStream, readStreams } from '../history/streams.ts';
import { refreshViews } from '../queues/refresh-views.ts';
import { examplesOf } from '../terminal/examples-of.ts';
import { type RemoveOptions, removeStream } from './streams-remove.ts';

const examples = `
A rename changes the name everywhere in one transaction: cards, workflow, limits, settings, subscriptions, views. History keeps the
old name. main cannot be renamed, because it is the stream of everything that names no stream.
An archived stream accepts no cards and has no reports. Its cards can be moved, and its history can be read.
remove deletes the stream with its items and their rows of the log. config_history keeps who removed how much, and the first and
last hash of each item. It is refused if an item of another stream names one of its items.

Examples:
  kanban streams list
  kanban streams list --all
  kanban streams add shop --time-zone Europe/Berlin
  kanban streams rename shop store
  kanban streams archive shop
  kanban streams restore shop
  kanban streams remove shop --dry-run
  kanban streams remove shop --copy-to shop-as-it-was`;

/** `kanban streams`: the value streams and their names. */
export function addStreams(program: Command, context: Context): void {
  const group = program
    .command('streams')
    .description('list, add, rename, archive, restore and remove value streams')
    .addHelpText('after', examples);
  const command = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .addHelpText('after', `\nExamples:\n${examplesOf(examples, `streams ${name}`)}`);
  const onStream = (name: string, work: (pool: Pool, id: number) => Promise<string>) =>
    context.withDatabase(async (pool) => {
      const [stream] = await readStreams(pool, name);
      context.print(await work(pool, stream?.id as number));
    });

  command('list', 'the streams with their zone, queues and the items on the board')
    .option('--all', 'also archived streams')
    .action(async ({ all }: { all?: true }) => {
      const rows = await context.withDatabase((pool) => readAll(pool, all === true));
      for (const line of aligned([['STREAM', 'TIME ZONE', 'QUEUES', 'ITEMS', 'STATE'], ...rows]))
        context.print(line);
    });
  command('add', 'add a stream without queues')
    .argument('<name>', 'at most 64 characters', nameArgument(64))
    .option('--time-zone <zone>', 'the time zone of its days, like Europe/Berlin', zoneArgument, 'UTC')
    .action((name: string, { timeZone }: { timeZone: string }) =>
      context.withDatabase(async (pool) => {
        await refuseTaken(pool, name);
        await insertStream(pool, name, timeZone);
        context.print(
          `Stream ${name} was added, in ${timeZone}. To add queues: kanban queues add <name> --stream ${JSON.stringify(name)}`,
        );
      }),
    );
  command('rename', 'rename a stream everywhere; history keeps the old name')
    .argument('<name>')
    .argument('<new-name>', 'at most 64 characters', nameArgument(64))
    .action((name: string, newName: string) =>
      onStream(name, async (pool, id) => {
        await pool.query('UPDATE value_streams SET name = ? WHERE id = ?', [newName, id]);
        await refreshViews(context, pool);
        return `${name} is now called ${newName}.`;
      }),
    );
  command('archive', 'close a stream to new cards and stop its reports')
    .argument('<name>')
    .action((name: string) =>
      onStream(name, async (pool, id) => {
        await pool.query(
          'UPDATE value_streams SET archived_at = UTC_TIMESTAMP(6) WHERE id = ? AND archived_at IS NULL',
          [id],
        );
        return `${name} is archived and accepts no cards. To undo this: kanban streams restore ${JSON.stringify(name)}`;
      }),
    );
  command('restore', 'use an archived stream again')
    .argument('<name>')
    .action((name: string) =>
      onStream(name, async (pool, id) => {
        await pool.query('UPDATE value_streams SET archived_at = NULL WHERE id = ?', [id]);
        return `${name} is in use.`;
      }),
    );
  command('remove', 'copy a stream with its history into files, then delete it')
    .argument('<name>')
    .option('--copy-to <folder>', 'where to copy the removed rows (default: a new folder in this one)')
    .option('--dry-run', 'only count what would be removed')
    .option('--yes', 'do not ask')
    .action((name: string, options: RemoveOptions) =>
      context.withDatabase((pool) => removeStream(pool, name, options, context)),
    );
}

async function readAll(pool: Pool, all: boolean): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT v.name, v.time_zone AS zone, COUNT(s.queue_id) AS queues, COALESCE(SUM(s.current_wip), 0) AS items,
       v.archived_at IS NOT NULL AS isArchived
     FROM value_streams v LEFT JOIN queue_state s ON s.value_stream = v.name
     WHERE ? OR v.archived_at IS NULL GROUP BY v.id, v.name, v.time_zone, v.archived_at ORDER BY v.id`,
    [all],
  );
  return rows.map(({ name, zone, queues, items, isArchived }) => [
    name,
    zone,
    String(queues),
    String(items),
    isArchived ? 'archived' : 'in use',
  ]);
}

async function refuseTaken(pool: Pool, name: string): Promise<void> {
  const streams = await readStreams(pool);
  if (streams.some((stream) => stream.name === name))
    throw new Refused(`A value stream ${name} exists already.`);
}
