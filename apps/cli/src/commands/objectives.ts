import { aligned } from '@kanban/domain/text';
import { type Command, InvalidArgumentError } from 'commander';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { nameArgument } from '../arguments/name.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { examplesOf } from '../terminal/examples-of.ts';

const examples = `
An objective is the share of promises (due dates and targets of sla_policies) that a stream wants to keep within a rolling window of
local days. The most specific one counts for an item: class and type, class, type, stream. Of each, /v1/sla/budget says how many more
promises may be broken, and \`kanban housekeeping\` tells when they are broken too fast.

Examples:
  kanban objectives list
  kanban objectives set 95% --stream shop
  kanban objectives set 0.99 --stream shop --class expedite --days 60
  kanban objectives remove --stream shop --class expedite`;

interface For {
  readonly stream: string;
  readonly class: string;
  readonly type: string;
}

/** `kanban objectives`: the share of promises to be kept. */
export function addObjectives(program: Command, context: Context): void {
  const group = program
    .command('objectives')
    .description('list, set and remove the shares of promises to be kept')
    .addHelpText('after', examples);
  const command = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .addHelpText('after', `\nExamples:\n${examplesOf(examples, `objectives ${name}`)}`);
  const whose = (named: Command) =>
    named
      .option('--stream <name>', 'the value stream', 'main')
      .option('--class <name>', 'only for this class of service', nameArgument(32), '')
      .option('--type <name>', 'only for items of this type', nameArgument(32), '');

  command('list', 'every objective with its window').action(async () => {
    const rows = await context.withDatabase(readAll);
    for (const line of aligned([['STREAM', 'CLASS', 'TYPE', 'OBJECTIVE', 'DAYS'], ...rows]))
      context.print(line);
  });
  whose(command('set', 'set an objective, or change it'))
    .argument('<share>', 'the share of promises to be kept, such as 0.95 or 95%', shareArgument)
    .option('--days <number>', 'local days of the window, 1 to 366', daysArgument, 30)
    .action(async (objective: number, { days, ...of }: For & { days: number }) => {
      await context.withDatabase(async (pool) => {
        await readStreams(pool, of.stream);
        await pool.query(
          `INSERT INTO sla_objectives (value_stream, class_of_service, type, objective, window_days) VALUES (?, ?, ?, ?, ?)
           ON DUPLICATE KEY UPDATE objective = ?, window_days = ?`,
          [of.stream, of.class, of.type, objective, days, objective, days],
        );
      });
      context.print(`${nameOf(of)}: ${percent(objective)} of the promises within ${days} days.`);
    });
  whose(command('remove', 'remove an objective')).action(async (of: For) => {
    await context.withDatabase(async (pool) => {
      const [{ affectedRows }] = await pool.query<ResultSetHeader>(
        'DELETE FROM sla_objectives WHERE value_stream = ? AND class_of_service = ? AND type = ?',
        [of.stream, of.class, of.type],
      );
      if (affectedRows === 0)
        throw new Refused(`${nameOf(of)} has no objective; kanban objectives list names all.`);
    });
    context.print(`${nameOf(of)} has no objective any more.`);
  });
}

async function readAll(pool: Pool): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT value_stream, class_of_service, type, objective, window_days FROM sla_objectives
     ORDER BY value_stream, class_of_service, type`,
  );
  return rows.map((row) => [
    row.value_stream,
    row.class_of_service || '(any)',
    row.type || '(any)',
    percent(Number(row.objective)),
    String(row.window_days),
  ]);
}

function nameOf({ stream, class: classOfService, type }: For): string {
  const names = [classOfService, type].filter((name) => name !== '');
  return names.length === 0 ? stream : `${stream} (${names.join(', ')})`;
}

function shareArgument(text: string): number {
  const [, digits, sign] = /^(\d{1,3}(?:\.\d{1,5})?)(%?)$/.exec(text) ?? [];
  const share = Number(digits) / (sign === '%' ? 100 : 1);
  if (!(share > 0 && share < 1))
    throw new InvalidArgumentError('a share between 0 and 1 such as 0.95, or a percentage such as 95%.');
  return share;
}

function daysArgument(text: string): number {
  const days = Number(text);
  if (!/^\d{1,3}$/.test(text) || days < 1 || days > 366)
    throw new InvalidArgumentError('a whole number from 1 to 366.');
  return days;
}

const percent = (share: number) => `${Number((share * 100).toFixed(3))} %`;
