import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { counted } from '../terminal/counted.ts';
import type { Findings } from './compare.ts';

export const unsoundRowsCheck = 'every row is one that the database would take today';

/** A check of a table's rows: `where` selects wrong rows, `key` identifies one. */
interface Fault {
  readonly table: string;
  readonly key: string;
  readonly from: string;
  readonly where: string;
  readonly what: string;
}

/**
 * Rows that sessions without checks have left before that was refused: each foreign key, each CHECK, each zone and each id of
 * every table, and the log's future. Dates are looked at by themselves (unreadable-dates.ts). A walk through a table each.
 */
export async function findUnsoundRows(connection: PoolConnection, show: number): Promise<Findings> {
  const faults = [
    ...(await orphans(connection)),
    ...(await unchecked(connection)),
    ...(await columnFaults(connection)),
  ];
  const lines: string[] = [];
  let count = 0;
  for (const { table, key, from, where, what } of faults) {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT ${key} AS row_key, COUNT(*) OVER () AS total FROM ${from} WHERE ${where} LIMIT ${show}`,
    );
    const total = Number(rows[0]?.total ?? 0);
    count += total;
    const some = rows.map((row) => String(row.row_key)).join(', ');
    if (total > 0 && lines.length < show)
      lines.push(`${table}: ${counted(total, 'row')} ${what}: ${some}${total > rows.length ? ', …' : ''}`);
  }
  return { count, lines };
}

/** A reference of one table to another: pairs of its own column and theirs. */
interface Reference {
  readonly child: string;
  readonly parent: string;
  readonly columns: readonly (readonly [own: string, theirs: string])[];
}

/** References that triggers check, because a foreign key would break renames on MySQL (migrations 0085, 0087). */
const heldByTriggers: readonly Reference[] = [
  { child: 'wip_limits', parent: 'value_streams', columns: [['value_stream', 'name']] },
  ...['from_queue', 'to_queue'].map((queue) => ({
    child: 'transitions',
    parent: 'wip_limits',
    columns: [['value_stream', 'value_stream'] as const, [queue, 'queue_name'] as const],
  })),
];

async function orphans(connection: PoolConnection): Promise<Fault[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT constraint_name AS name, table_name AS child, column_name AS own, referenced_table_name AS parent,
            referenced_column_name AS theirs
     FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
     ORDER BY table_name, constraint_name, ordinal_position`,
  );
  const foreignKeys = [...Map.groupBy(rows, (row) => `${row.child} ${row.name}`).values()].map((key) => ({
    child: String(key[0]?.child),
    parent: String(key[0]?.parent),
    columns: key.map(({ own, theirs }) => [String(own), String(theirs)] as const),
  }));
  return [...foreignKeys, ...heldByTriggers].map(orphansOf);
}

function orphansOf({ child, parent, columns }: Reference): Fault {
  const on = columns.map(([own, theirs]) => `p.\`${theirs}\` = c.\`${own}\``).join(' AND ');
  const given = columns.map(([own]) => `c.\`${own}\` IS NOT NULL`).join(' AND ');
  return {
    table: child,
    key: `CONCAT_WS(' ', ${columns.map(([own]) => `c.\`${own}\``).join(', ')})`,
    from: `\`${child}\` c LEFT JOIN \`${parent}\` p ON ${on}`,
    where: `${given} AND p.\`${columns[0]?.[1]}\` IS NULL`,
    what: `whose ${columns.map(([own]) => own).join(', ')} is not in ${parent}`,
  };
}

/** As the tables say them: information_schema quotes them another way on each server. */
async function unchecked(connection: PoolConnection): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const table of await tablesWithKeys(connection)) {
    const [[row]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table.name}\``);
    const text = String(row?.['Create Table']);
    for (const [, name, clause] of text.matchAll(
      /^ {2}CONSTRAINT `(\w+)` CHECK (\(.*\))(?: \/\*!80016 NOT ENFORCED \*\/)?,?$/gm,
    ))
      faults.push({
        table: table.name,
        key: table.key,
        from: `\`${table.name}\``,
        where: `NOT ${clause}`,
        what: `against its rule ${name}`,
      });
  }
  return faults;
}

async function columnFaults(connection: PoolConnection): Promise<Fault[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, column_name AS col, extra AS extra FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND (extra LIKE '%auto_increment%' OR column_name = 'time_zone')
     ORDER BY 1, 2`,
  );
  const faults = rows.map(({ name, col, extra }) => ({
    table: String(name),
    key: `CAST(\`${name}\`.id AS CHAR)`,
    from: `\`${name}\``,
    ...(extra === ''
      ? {
          where: `${col} NOT IN (SELECT z.name FROM time_zones z)`,
          what: 'with a zone that is not in time_zones',
        }
      : {
          where: `\`${col}\` >= 4503599627370496`,
          what: 'with an id from 2^52 on (`kanban mend ids`)',
        }),
  }));
  const log = { table: 'audit_log', key: 'CAST(audit_log.id AS CHAR)', from: 'audit_log' };
  // A minute for the clock of another server that this one was restored from.
  return [
    ...faults,
    { ...log, where: 'occurred_at > clock_utc() + INTERVAL 1 MINUTE', what: 'dated in the future' },
  ];
}

async function tablesWithKeys(connection: PoolConnection): Promise<{ name: string; key: string }[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY ordinal_position) AS row_keys
     FROM information_schema.key_column_usage
     WHERE table_schema = DATABASE() AND constraint_name = 'PRIMARY' GROUP BY table_name ORDER BY table_name`,
  );
  return rows.map(({ name, row_keys: keys }) => ({
    name,
    key: `CONCAT_WS(' ', ${String(keys)
      .split(',')
      .map((column) => `\`${column}\``)
      .join(', ')})`,
  }));
}
