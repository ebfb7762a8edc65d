import { aligned } from '@kanban/domain/text';
import type { Command } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { readStreams } from '../history/streams.ts';

const onOrOff = 'on or off (only observe)';
const messages = '1 to 999999, or off';
const days = 'days from 1 to 99999, or off';

/** The settings there are, with what each takes. `check_setting` judges; the defaults are those of `setting_default`. */
const settings = {
  enforce_wip_limits: `refuse an entry into a full queue: ${onOrOff}`,
  enforce_person_limits: `refuse one item too many in progress for a person: ${onOrOff}`,
  enforce_transitions: `refuse a move the workflow does not list: ${onOrOff}`,
  enforce_blocks: `refuse to move a blocked item: ${onOrOff}`,
  enforce_dependencies: `refuse to start an item that waits for others: ${onOrOff}`,
  enforce_actors: `refuse @kanban_actor to a login that may not speak for others: ${onOrOff}`,
  stale_backlog_days: `how long an item may wait in a backlog: ${days}`,
  complete_after_days: `when a delivered item without defects is completed: ${days}`,
  sla_at_risk_percent: 'the share of its target after which an item is at risk: 1 to 99, or off',
  report_weekday: 'the day the weekly report goes to its subscribers: monday to sunday, or off',
  report_time: 'when on that day, by the clock of the stream: 00:00 to 23:59',
  keep_settled_days:
    'how long told events and their deliveries are kept: days from 1 to 99999, or 0: for ever',
  storm_window_seconds:
    'how long what happens to one queue is collected into one message: seconds from 1 to 9999, or 0 (off)',
  max_per_recipient_per_hour: `messages to one recipient in an hour; more wait: ${messages}`,
  max_per_minute: `messages to all recipients in a minute; more wait: ${messages}`,
  mail_domains:
    'whose addresses are told though nobody entered them: domains like example.com,example.org, * (any), or empty',
  default_recipient: 'who hears of an event nobody subscribed to: an e-mail address, or empty',
} as const;

/** `kanban settings`: the switches that the triggers obey. */
export function addSettings(program: Command, context: Context): void {
  const lines = aligned(Object.entries(settings)).map((line) => `  ${line}`);
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
    .description('every setting with its default, and what is set for all streams or for one')
    .action(async () => {
      const rows = await context.withDatabase(readSettings);
      for (const line of aligned([['NAME', 'STREAM', 'VALUE', 'DEFAULT'], ...rows])) context.print(line);
    });
  group
    .command('set')
    .description('set one')
    .argument('<name>', `one of ${Object.keys(settings).join(', ')}`)
    .argument('<value>', 'what it takes; see kanban settings --help')
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

/** For each setting what holds for all streams, set or not, and behind it what streams have set for themselves. */
async function readSettings(pool: Pool): Promise<string[][]> {
  const names = Object.keys(settings);
  const [[defaults]] = await pool.query<RowDataPacket[]>(
    `SELECT ${names.map((name) => `setting_default('${name}') AS ${name}`).join(', ')}`,
  );
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT name, value_stream AS stream, value FROM settings ORDER BY value_stream',
  );
  return names.flatMap((name) => {
    const preset = defaults?.[name] ?? '-';
    const all = rows.find((row) => row.name === name && row.stream === '');
    const ofStreams = rows.filter((row) => row.name === name && row.stream !== '');
    return [
      [name, '(all)', (all?.value ?? preset) || '-', preset],
      ...ofStreams.map(({ stream, value }) => [name, stream, value || '-', preset]),
    ];
  });
}
