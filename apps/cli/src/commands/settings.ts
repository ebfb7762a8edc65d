import type { Command } from 'commander';
import type { RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { readStreams } from '../history/streams.ts';
import { formatTable } from '../terminal/table.ts';

/** `kanban settings`: the switches that the triggers obey. */
export function addSettings(program: Command, context: Context): void {
  const group = program
    .command('settings')
    .description('list or set the switches of the board')
    .addHelpText(
      'after',
      `
Examples:
  kanban settings list
  kanban settings set enforce_wip_limits off --stream main
  kanban settings set default_recipient team@example.com`,
    );
  group
    .command('list')
    .description('what is set, for all streams or for one')
    .action(async () => {
      const rows = await context.withDatabase(async (pool) => {
        const [found] = await pool.query<RowDataPacket[]>(
          'SELECT name, value_stream AS stream, value FROM settings ORDER BY name, value_stream',
        );
        return found;
      });
      const cells = rows.map((row) => [row.name, row.stream === '' ? '(all)' : row.stream, row.value]);
      for (const line of formatTable([['NAME', 'STREAM', 'VALUE'], ...cells])) context.print(line);
    });
  group
    .command('set')
    .description('set one')
    .argument('<name>', 'enforce_wip_limits (on or off) or default_recipient (an e-mail address)')
    .argument('<value>')
    .option('--stream <name>', 'only for this value stream, which goes before the value for all')
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
