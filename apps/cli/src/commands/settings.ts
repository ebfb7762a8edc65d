import { settings } from '@kanban/board/settings';
import { aligned } from '@kanban/domain/text';
import type { Command } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { readStreams } from '../history/streams.ts';

/** `kanban settings`: the switches that the triggers obey. */
export function addSettings(program: Command, context: Context): void {
  const lines = aligned(settings.map(({ name, meaning, values }) => [name, `${meaning}: ${values}`])).map(
    (line) => `  ${line}`,
  );
  const group = program
    .command('settings')
    .description('list or set the switches of the board')
    .addHelpText(
      'after',
      `
Settings:
${lines.join('\n')}

Examples:
  kanban settings list
  kanban settings set enforce_wip_limits off --stream main
  kanban settings set stale_backlog_days 60
  kanban settings set default_recipient team@example.com`,
    );
  group
    .command('list')
    .description('every setting with its default and its values, for all streams or for one')
    .action(async () => {
      const rows = await context.withDatabase(readSettings);
      for (const line of aligned([['NAME', 'STREAM', 'VALUE', 'DEFAULT'], ...rows])) context.print(line);
    });
  group
    .command('set')
    .description('set a value for all streams or for one')
    .argument('<name>', `one of ${settings.map(({ name }) => name).join(', ')}`)
    .argument('<value>', 'a value; kanban settings --help lists the allowed ones')
    .option('--stream <name>', 'only for this value stream; overrides the value for all')
    .action(async (name: string, value: string, { stream }: { stream?: string }) => {
      await context.withDatabase(async (pool) => {
        if (stream !== undefined) await readStreams(pool, stream);
        await pool.query(
          'INSERT INTO settings (name, value_stream, value) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = ?',
          [name, stream ?? '', value, value],
        );
      });
      context.print(`${name} is ${value} for ${stream ?? 'all streams'}.`);
    });
}

/** For each setting a row for all streams, then a row for each stream with its own value. */
async function readSettings(pool: Pool): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT name, value_stream AS stream, value FROM settings ORDER BY value_stream',
  );
  return settings.flatMap(({ name, default: preset = '-' }) => {
    const all = rows.find((row) => row.name === name && row.stream === '');
    const ofStreams = rows.filter((row) => row.name === name && row.stream !== '');
    return [
      [name, '(all)', (all?.value ?? preset) || '-', preset],
      ...ofStreams.map(({ stream, value }) => [name, stream, value || '-', preset]),
    ];
  });
}
