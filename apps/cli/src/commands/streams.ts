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
A new name is carried everywhere in one transaction: cards, workflow, limits, settings, subscriptions, views. History keeps the
name of its time. main keeps its name, as what names no stream goes there.
An archived stream takes no card in and has no reports; what is there can be moved, and its history is read as ever.
A removed one is gone, with its items and their rows of the log; config_history keeps who removed how much, and the first and last
hash of each item. Refused where an item elsewhere names one of its items.

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
    .option('--all', 'archived ones too')
    .action(async ({ all }: { all?: true }) => {
      const rows = await context.withDatabase((pool) => readAll(pool, all === true));
      for (const line of aligned([['STREAM', 'TIME ZONE', 'QUEUES', 'ITEMS', 'STATE'], ...rows]))
        context.print(line);
    });
  command('add', 'add a stream without queues')
    .argument('<name>', 'at most 64 characters', nameArgument(64))
    .option('--time-zone <zone>', 'the zone of its days, like Europe/Berlin', zoneArgument, 'UTC')
    .action((name: string, { timeZone }: { timeZone: string }) =>
      context.withDatabase(async (pool) => {
        await refuseTaken(pool, name);
        await insertStream(pool, name, timeZone);
        context.print(
          `${name} is there, in ${timeZone}. kanban queues add <name> --stream ${JSON.stringify(name)} gives it queues.`,
        );
      }),
    );
  command('rename', 'give a stream another name, wherever it is meant; history keeps the old one')
    .argument('<name>')
    .argument('<new-name>', 'at most 64 characters', nameArgument(64))
    .action((name: string, newName: string) =>
      onStream(name, async (pool, id) => {
        await pool.query('UPDATE value_streams SET name = ? WHERE id = ?', [newName, id]);
        await refreshViews(context, pool);
        return `${name} is ${newName} now.`;
      }),
    );
  command('archive', 'let nothing enter a stream any more, and send no reports of it')
    .argument('<name>')
    .action((name: string) =>
      onStream(name, async (pool, id) => {
        await pool.query(
          'UPDATE value_streams SET archived_at = UTC_TIMESTAMP(6) WHERE id = ? AND archived_at IS NULL',
          [id],
        );
        return `${name} is archived: nothing enters it. kanban streams restore ${JSON.stringify(name)} undoes that.`;
      }),
    );
  command('restore', 'bring an archived stream back')
    .argument('<name>')
    .action((name: string) =>
      onStream(name, async (pool, id) => {
        await pool.query('UPDATE value_streams SET archived_at = NULL WHERE id = ?', [id]);
        return `${name} is in use.`;
      }),
    );
  command('remove', 'remove a stream with all it has, its history too, having copied that into files')
    .argument('<name>')
    .option('--copy-to <folder>', 'where what is removed is copied to (default: a new folder here)')
    .option('--dry-run', 'only count what would go')
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
  if (streams.some((stream) => stream.name === name)) throw new Refused(`There is a value stream ${name}.`);
}
