import type { Kind } from '@kanban/schema';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { insertQueue, readStreams } from '../history/streams.ts';
import { kinds } from '../import/queue-list.ts';
import { formatTable } from '../terminal/table.ts';

interface QueueNow {
  readonly name: string;
  readonly kind: Kind;
  readonly wip: number;
  readonly wipLimit: number;
}

/** `kanban queues`: the queues of a stream and their limits. */
export function addQueues(program: Command, context: Context): void {
  const group = program
    .command('queues')
    .description('list queues, add one, or change a WIP limit')
    .addHelpText(
      'after',
      `
Examples:
  kanban queues list --stream main
  kanban queues add review --kind active --limit 3
  kanban queues set-limit review 4`,
    );
  const stream = () => new Option('--stream <name>', 'the value stream').default('main');
  group
    .command('list')
    .description('the queues in their order, with what they hold')
    .addOption(stream())
    .action(async (options: { stream: string }) => {
      const queues = await context.withDatabase((pool) => readNow(pool, options.stream));
      const cells = queues.map(({ name, kind, wip, wipLimit }) => [
        name,
        kind,
        String(wip),
        limitText(wipLimit),
      ]);
      for (const line of formatTable([['QUEUE', 'KIND', 'ITEMS', 'LIMIT'], ...cells])) context.print(line);
    });
  group
    .command('add')
    .description('add a queue behind the last one')
    .argument('<name>')
    .addOption(stream())
    .addOption(new Option('--kind <kind>', 'what it means for flow (default: by its name)').choices(kinds))
    .option('--limit <number>', 'its WIP limit', limitArgument, -1)
    .action(async (name: string, options: { stream: string; kind?: Kind; limit: number }) => {
      await context.withDatabase(async (pool) => {
        const queues = await readNow(pool, options.stream);
        if (queues.some((queue) => queue.name === name))
          throw new Refused(`${options.stream} has a queue ${name}.`);
        await insertQueue(pool, options.stream, { name, kind: options.kind, wipLimit: options.limit });
        context.print(describe(await find(pool, options.stream, name)));
      });
    });
  group
    .command('set-limit')
    .description('change the WIP limit of a queue; more room is announced')
    .argument('<name>')
    .argument('<limit>', 'a whole number, or none', limitArgument)
    .addOption(stream())
    .action(async (name: string, limit: number, options: { stream: string }) => {
      await context.withDatabase(async (pool) => {
        await find(pool, options.stream, name);
        await pool.query('UPDATE wip_limits SET wip_limit = ? WHERE value_stream = ? AND queue_name = ?', [
          limit,
          options.stream,
          name,
        ]);
        context.print(describe(await find(pool, options.stream, name)));
      });
    });
}

/** Throws Refused when there is no such stream. */
async function readNow(pool: Pool, stream: string): Promise<QueueNow[]> {
  await readStreams(pool, stream);
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT l.queue_name AS name, l.kind, s.current_wip AS wip, l.wip_limit AS wipLimit
     FROM wip_limits l JOIN queue_state s ON s.queue_id = l.id WHERE l.value_stream = ? ORDER BY l.position`,
    [stream],
  );
  return rows as unknown as QueueNow[];
}

async function find(pool: Pool, stream: string, name: string): Promise<QueueNow> {
  const queues = await readNow(pool, stream);
  const found = queues.find((queue) => queue.name === name);
  if (found) return found;
  const names = queues.map((queue) => queue.name).join(', ') || 'none';
  throw new Refused(`There is no queue ${name} in ${stream}; there are: ${names}.`);
}

function describe({ name, kind, wip, wipLimit }: QueueNow): string {
  const overloaded =
    wipLimit >= 0 && wip > wipLimit ? '; overloaded: nothing enters before there is room' : '';
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
