import { aligned } from '@kanban/domain/text';
import type { Command } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { readStreams } from '../history/streams.ts';

const onOrOff = 'on or off (only observe)';
const messages = '1 to 999999, or off';
const days = 'days from 1 to 99999, or off';

/** All settings and their values. `check_setting` checks them; the defaults are in `setting_default`. */
const settings = {
  enforce_wip_limits: `refuse an entry into a full queue: ${onOrOff}`,
  enforce_person_limits: `refuse one item too many in progress for a person: ${onOrOff}`,
  enforce_transitions: `refuse a move that the workflow does not list: ${onOrOff}`,
  enforce_blocks: `refuse to move a blocked item: ${onOrOff}`,
  enforce_dependencies: `refuse to start an item that waits for others: ${onOrOff}`,
  enforce_actors: `refuse another @kanban_actor unless the login may speak for others: ${onOrOff}`,
  stale_backlog_days: `drop an item after this time in a backlog: ${days}`,
  complete_after_days: `complete a delivered item without defects after: ${days}`,
  sla_at_risk_percent: 'percent of the time to its deadline after which an item is at risk: 1 to 99, or off',
  ageing_percentile:
    'tell of items that are older than the pace of their stage at this percentile: 1 to 99, or off',
  sle_days: `service level expectation, the line that charts draw; off: the 85 % pace of the last stage: ${days}`,
  report_weekday: 'day of the weekly report: monday to sunday, or off',
  report_time: 'time of the weekly report in the zone of the stream: 00:00 to 23:59',
  keep_settled_days: 'keep processed events and their deliveries for: days from 1 to 99999, or 0 (for ever)',
  storm_window_seconds: 'combine messages about one queue within: seconds from 1 to 9999, or 0 (off)',
  max_per_recipient_per_hour: `messages to one recipient per hour; the others wait: ${messages}`,
  max_per_minute: `messages to all recipients per minute; the others wait: ${messages}`,
  mail_domains:
    'domains of addresses that a role may use although nobody entered them: example.com,example.org, * (any), or empty',
  default_recipient: 'recipient of events without a subscription: an e-mail address, or empty',
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
    .description('every setting with its default and its values, for all streams or for one')
    .action(async () => {
      const rows = await context.withDatabase(readSettings);
      for (const line of aligned([['NAME', 'STREAM', 'VALUE', 'DEFAULT'], ...rows])) context.print(line);
    });
  group
    .command('set')
    .description('set a value for all streams or for one')
    .argument('<name>', `one of ${Object.keys(settings).join(', ')}`)
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
