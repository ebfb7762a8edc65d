import { aligned } from '@kanban/domain/text';
import type { Kind } from '@kanban/schema';
import { rowsAs } from '@kanban/schema';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { nameArgument } from '../arguments/name.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams, type Stream } from '../history/streams.ts';
import { kinds } from '../import/queue-list.ts';
import { onePlace, type Place, positionArgument } from '../queues/arrange.ts';
import {
  addQueue,
  findQueue,
  refuseTaken,
  removeQueue,
  renameQueue,
  reorderQueue,
  setKind,
} from '../queues/change-queues.ts';
import { refreshViews } from '../queues/refresh-views.ts';
import { counted } from '../terminal/counted.ts';
import { examplesOf } from '../terminal/examples-of.ts';

interface QueueNow {
  readonly name: string;
  readonly kind: Kind;
  readonly wip: number;
  readonly wipLimit: number;
}

interface InStream {
  readonly stream: string;
}

const examples = `
Every queue has a view: queue_<name> in the stream main, queue_<stream>__<name> in other streams. These commands and
kanban migrate keep the views up to date. A queue that holds items or has history cannot be removed: rename it, or close it
with a limit of 0. Reordering queues or changing a kind computes the charts' figures again; moves in the stream wait meanwhile.

Examples:
  kanban queues list --stream main
  kanban queues add review --kind active --limit 3 --after development
  kanban queues rename uat "user acceptance"
  kanban queues reorder test --before review
  kanban queues reorder backlog --position 1
  kanban queues set-limit review 4
  kanban queues set-kind review buffer
  kanban queues remove review`;

/** `kanban queues`: the queues of a stream, their order, kinds, names and limits. */
export function addQueues(program: Command, context: Context): void {
  const group = program
    .command('queues')
    .description('list, add, rename, reorder and remove queues, or change a WIP limit or kind')
    .addHelpText('after', examples);
  const command = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .addOption(new Option('--stream <name>', 'the value stream').default('main'))
      .addHelpText('after', `\nExamples:\n${examplesOf(examples, `queues ${name} `)}`);
  const withPlace = (of: Command) =>
    of
      .option('--before <queue>', 'before that queue')
      .option('--after <queue>', 'after that queue')
      .option('--position <number>', 'at that position; 1 is the first', positionArgument);
  /** Changes queues of a stream, then the views. */
  const change = (options: InStream, work: (pool: Pool, stream: Stream) => Promise<void>) =>
    context.withDatabase(async (pool) => {
      const [stream] = (await readStreams(pool, options.stream)) as [Stream];
      await work(pool, stream);
      await refreshViews(context, pool);
    });
  const printQueue = async (pool: Pool, stream: Stream, name: string) =>
    context.print(describe(await findNow(pool, stream.name, name)));

  command('list', 'the queues in order, with their number of items').action(async (options: InStream) => {
    const queues = await context.withDatabase((pool) => readNow(pool, options.stream));
    const cells = queues.map(({ name, kind, wip, wipLimit }) => [
      name,
      kind,
      String(wip),
      limitText(wipLimit),
    ]);
    for (const line of aligned([['QUEUE', 'KIND', 'ITEMS', 'LIMIT'], ...cells])) context.print(line);
  });
  withPlace(command('add', 'add a queue, after the last one unless a place is given'))
    .argument('<name>', 'at most 64 characters', nameArgument(64))
    .addOption(new Option('--kind <kind>', 'its role in the flow (default: by its name)').choices(kinds))
    .option('--limit <number>', 'its WIP limit', limitArgument, -1)
    .action((name: string, options: InStream & Place & { kind?: Kind; limit: number }) => {
      const place = onePlace(options, false);
      return change(options, async (pool, stream) => {
        await refuseTaken(pool, stream, name);
        const queue = { name, kind: options.kind, wipLimit: options.limit };
        await addQueue(pool, stream, queue, place, context.progress);
        await printQueue(pool, stream, name);
      });
    });
  command('rename', 'rename a queue everywhere; history keeps the old name')
    .argument('<name>')
    .argument('<new-name>', 'at most 64 characters', nameArgument(64))
    .action((name: string, newName: string, options: InStream) =>
      change(options, async (pool, stream) => {
        const queue = await findQueue(pool, stream, name);
        await refuseTaken(pool, stream, newName);
        const left = await renameQueue(pool, queue, newName);
        if (left > 0)
          context.say(`${counted(left, 'subscription')} for ${name} in every stream still use the old name.`);
        await printQueue(pool, stream, newName);
      }),
    );
  withPlace(command('reorder', 'move a queue to another position in its stream'))
    .argument('<name>')
    .action((name: string, options: InStream & Place) => {
      const place = onePlace(options, true) as Place;
      return change(options, async (pool, stream) => {
        await reorderQueue(pool, stream, await findQueue(pool, stream, name), place, context.progress);
        context.print((await readNow(pool, stream.name)).map((queue) => queue.name).join(', '));
      });
    });
  command('remove', 'remove a queue that never held an item')
    .argument('<name>')
    .action((name: string, options: InStream) =>
      change(options, async (pool, stream) => {
        await removeQueue(pool, await findQueue(pool, stream, name));
        context.print(`${name} is removed from ${stream.name}.`);
      }),
    );
  command('set-limit', 'change the WIP limit of a queue; free slots are announced')
    .argument('<name>')
    .argument('<limit>', 'a whole number, or none', limitArgument)
    .action(async (name: string, limit: number, options: InStream) => {
      await context.withDatabase(async (pool) => {
        const [stream] = (await readStreams(pool, options.stream)) as [Stream];
        const { id } = await findQueue(pool, stream, name);
        await pool.query('UPDATE wip_limits SET wip_limit = ? WHERE id = ?', [limit, id]);
        await printQueue(pool, stream, name);
      });
    });
  command('set-kind', 'change the role of a queue in the flow')
    .argument('<name>')
    .argument('<kind>', `one of ${kinds.join(', ')}`, kindArgument)
    .action((name: string, kind: Kind, options: InStream) =>
      change(options, async (pool, stream) => {
        await setKind(pool, stream, await findQueue(pool, stream, name), kind, context.progress);
        await printQueue(pool, stream, name);
      }),
    );
}

/** Throws Refused when there is no such stream. */
async function readNow(pool: Pool, stream: string): Promise<QueueNow[]> {
  await readStreams(pool, stream);
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT l.queue_name AS name, l.kind, s.current_wip AS wip, l.wip_limit AS wipLimit
     FROM wip_limits l JOIN queue_state s ON s.queue_id = l.id WHERE l.value_stream = ? ORDER BY l.position`,
    [stream],
  );
  return rowsAs<QueueNow>(rows);
}

async function findNow(pool: Pool, stream: string, name: string): Promise<QueueNow> {
  const found = (await readNow(pool, stream)).find((queue) => queue.name === name);
  if (!found) throw new Refused(`Somebody removed ${name} from ${stream} at the same time.`);
  return found;
}

function describe({ name, kind, wip, wipLimit }: QueueNow): string {
  const overloaded =
    wipLimit >= 0 && wip > wipLimit ? '; overloaded: it accepts no item until there is room' : '';
  return `${name} (${kind}) holds ${wip}, limit ${limitText(wipLimit)}${overloaded}.`;
}

function limitText(wipLimit: number): string {
  return wipLimit === -1 ? 'none' : String(wipLimit);
}

function limitArgument(text: string): number {
  if (text === 'none' || text === '-1') return -1;
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, or none.');
  return Number(text);
}

function kindArgument(text: string): Kind {
  if (!kinds.includes(text as Kind)) throw new InvalidArgumentError(`It must be one of ${kinds.join(', ')}.`);
  return text as Kind;
}
