import { aligned } from '@kanban/domain/text';
import type { Command } from 'commander';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { dayArgument } from '../arguments/day.ts';
import { nameArgument } from '../arguments/name.ts';
import { numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { examplesOf } from '../terminal/examples-of.ts';

const examples = `
An annotation says in a line what happened on a local day of a stream, for whoever reads its charts later. Changes of limits, settings
and calendars are kept anyway (/v1/changes/settings). /v1/annotations has them all.

Examples:
  kanban annotations add 2026-11-02 "New tester" --stream shop
  kanban annotations list --stream shop
  kanban annotations remove 3`;

/** `kanban annotations`: what people say happened on a day. */
export function addAnnotations(program: Command, context: Context): void {
  const group = program
    .command('annotations')
    .description('list, add and remove what happened on a day, for the charts')
    .addHelpText('after', examples);
  const command = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .addHelpText('after', `\nExamples:\n${examplesOf(examples, `annotations ${name}`)}`);

  command('list', 'every annotation by its day, with its number')
    .option('--stream <name>', 'only of this value stream')
    .action(async ({ stream }: { stream?: string }) => {
      const rows = await context.withDatabase(async (pool) => {
        if (stream !== undefined) await readStreams(pool, stream);
        return readAnnotations(pool, stream);
      });
      for (const line of aligned([['ID', 'STREAM', 'DAY', 'BY', 'TEXT'], ...rows])) context.print(line);
    });
  command('add', 'say what happened on a day')
    .argument('<day>', 'the local day of the stream, YYYY-MM-DD', dayArgument)
    .argument('<text>', 'what happened, a line of at most 200 characters', nameArgument(200))
    .option('--stream <name>', 'the value stream', 'main')
    .action(async (day: string, text: string, { stream }: { stream: string }) => {
      const id = await context.withDatabase(async (pool) => {
        await readStreams(pool, stream);
        const [{ insertId }] = await pool.query<ResultSetHeader>(
          'INSERT INTO annotations (value_stream, day, text) VALUES (?, ?, ?)',
          [stream, day, text],
        );
        return insertId;
      });
      context.print(`${stream}, ${day}: ${text} (${id})`);
    });
  command('remove', 'remove an annotation')
    .argument('<id>', 'its number in the list', numberFrom(1, { whole: true }))
    .action(async (id: number) => {
      await context.withDatabase(async (pool) => {
        const [{ affectedRows }] = await pool.query<ResultSetHeader>('DELETE FROM annotations WHERE id = ?', [
          id,
        ]);
        if (affectedRows === 0)
          throw new Refused(`There is no annotation ${id}; kanban annotations list names all.`);
      });
      context.print(`Annotation ${id} is removed.`);
    });
}

async function readAnnotations(pool: Pool, stream: string | undefined): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT id, value_stream, DATE_FORMAT(day, '%Y-%m-%d') AS day, created_by, text FROM annotations
     WHERE ? IS NULL OR value_stream = ? ORDER BY value_stream, day, id`,
    [stream ?? null, stream ?? null],
  );
  return rows.map((row) => [String(row.id), row.value_stream, row.day, row.created_by, row.text]);
}
