import { firstDifference, isBadName, lookAlikes, NAME_RULE, spelledOut } from '@kanban/domain';
import { nameColumns } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** The condition of `is_bad_name`, without a function call per row. U+FFFF separates the names of a row. */
const blank = String.raw`\\p{Zs}\\x{115F}\\x{1160}\\x{2800}\\x{3164}\\x{FFA0}`;
const badName = String.raw`'(\\A|\\x{FFFF})[${blank}]|[${blank}](\\z|\\x{FFFF})|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]'`;

/** Names that people compare by eye: where they occur, and in which group they are unique. */
const compared: readonly (readonly [what: string, sql: string])[] = [
  ['stream', "SELECT '' AS place, name FROM value_streams"],
  ['queue', 'SELECT value_stream AS place, queue_name AS name FROM wip_limits'],
  [
    'person',
    `SELECT DISTINCT '' AS place, name FROM (SELECT name FROM members UNION ALL SELECT assignee FROM work_items
       UNION ALL SELECT assignee FROM person_limits) people WHERE name <> ''`,
  ],
  ['type', "SELECT DISTINCT '' AS place, type AS name FROM work_items"],
  ['class of service', "SELECT DISTINCT '' AS place, class_of_service AS name FROM work_items"],
  // There may be a million, so only those that a collation without case, width and accents treats as equal.
  [
    'item',
    `SELECT '' AS place, w.reference AS name FROM work_items w
     JOIN (SELECT MIN(reference) COLLATE utf8mb4_unicode_520_ci AS look FROM work_items
           GROUP BY reference COLLATE utf8mb4_unicode_520_ci HAVING COUNT(*) > 1) alike
       ON w.reference COLLATE utf8mb4_unicode_520_ci = alike.look`,
  ],
];

/**
 * Notes, no differences: names from before names were checked, which stay until they are changed, and names that look alike,
 * which are allowed.
 */
export async function readNameNotes(connection: PoolConnection, show: number): Promise<string[]> {
  const notes = [...(await readBadNames(connection)), ...(await readLookAlikes(connection))];
  return notes.length <= show
    ? notes
    : [...notes.slice(0, show), `note: … and ${notes.length - show} more names (--show)`];
}

async function readBadNames(connection: PoolConnection): Promise<string[]> {
  const notes = new Set<string>();
  for (const [table, columns] of nameColumns) {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT DISTINCT ${columns.join(', ')} FROM ${table}
       WHERE CONCAT_WS(_utf8mb4 X'EFBFBF', ${columns.join(', ')}) REGEXP ${badName} LIMIT 1000`,
    );
    for (const row of rows) {
      for (const column of columns) {
        if (row[column] !== null && isBadName(row[column]))
          notes.add(
            `note: ${table}.${column} ${spelledOut(row[column])} is no good name: a name has ${NAME_RULE}`,
          );
      }
    }
  }
  return [...notes];
}

async function readLookAlikes(connection: PoolConnection): Promise<string[]> {
  const notes: string[] = [];
  for (const [what, sql] of compared) {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    for (const [place, group] of Map.groupBy(rows, (row) => String(row.place))) {
      for (const [one, other] of lookAlikes(group.map((row) => String(row.name)))) {
        const where = place === '' ? '' : ` of ${place}`;
        notes.push(
          `note: ${what} ${spelledOut(one)} and ${what} ${spelledOut(other)}${where} look alike: ${firstDifference(one, other)}`,
        );
      }
    }
  }
  return notes;
}
