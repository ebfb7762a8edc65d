import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defused } from '@kanban/domain/text';
import { stringify } from 'csv-stringify';
import type { Connection } from 'mysql2';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { writeWholeFile } from '../export/write-file.ts';
import { Refused } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';

const instant = (column: string, name = column.replace(/^\w+\./, '')) =>
  `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%fZ') AS ${name}`;
const listed = 'FROM history_removals r';
const whole = 'WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL';
const item = 'JOIN work_items w ON w.id = r.item_id';

/** File → its content: the first three as `kanban import` reads them, with all other columns of their tables. */
const files: Readonly<Record<string, string>> = {
  'log.csv': `SELECT a.id, ${instant('a.occurred_at')}, a.reference, a.from_queue, a.to_queue, a.actor, a.reason, a.source,
      CONCAT(a.rule_notes) AS rule_notes, a.login, a.batch_id, HEX(a.chain_hash) AS chain_hash
    ${listed} JOIN audit_log a ON a.item_id = r.item_id AND a.id >= r.from_audit_id
    WHERE r.connection_id = CONNECTION_ID() ORDER BY a.id`,
  'items.csv': `SELECT w.reference, w.short_desc, w.type, w.class_of_service, w.priority, w.assignee, ${instant('w.date_logged')},
      ${instant('w.date_due')}, w.description, w.parent, w.defect_of, w.dependency, ${instant('w.deleted_at')}
    ${listed} ${item} ${whole} ORDER BY w.id`,
  'blocks.csv': `SELECT b.reference, b.reason, ${instant('b.blocked_at')}, ${instant('b.unblocked_at')}, b.blocked_by, b.unblocked_by
    ${listed} JOIN blocked_intervals b ON b.item_id = r.item_id
    WHERE r.connection_id = CONNECTION_ID() AND (r.kept_audit_id IS NULL OR b.batch_id = r.batch_id) ORDER BY b.id`,
  'dependencies.csv': `SELECT d.reference, d.depends_on ${listed} JOIN dependencies d ON d.item_id = r.item_id ${whole} ORDER BY 1, 2`,
  'comments.csv': `SELECT c.reference, c.body, ${instant('c.created_at')}, c.created_by
    ${listed} ${item} JOIN comments c ON c.reference = w.reference ${whole} ORDER BY c.id`,
  'checklists.csv': `SELECT c.reference, c.checklist, c.position, c.label, ${instant('c.done_at')}, c.done_by
    ${listed} ${item} JOIN checklist_items c ON c.reference = w.reference ${whole} ORDER BY c.id`,
  'attachments.csv': `SELECT c.reference, c.name, c.address, ${instant('c.created_at')}, c.created_by
    ${listed} ${item} JOIN attachments c ON c.reference = w.reference ${whole} ORDER BY c.id`,
};
const queues = `SELECT queue_name AS name, kind, IF(wip_limit = -1, '', wip_limit) AS \`limit\`
  FROM wip_limits WHERE value_stream = ? ORDER BY position`;

/** Throws Refused if the folder has files that the copy would replace. */
export async function refuseFilled(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => [] as string[]);
  const taken = there.filter((name) => name in files || name === 'queues.csv');
  if (taken.length > 0)
    throw new Refused(`${resolve(folder)} has ${taken.join(', ')} already; --copy-to takes another folder.`);
}

/**
 * Writes the rows that this connection will remove (history_removals) into CSV files of a folder; each is complete and
 * on the disk when this resolves. Empty files are left out. Returns their paths.
 */
export async function dumpRemovals(
  connection: PoolConnection,
  folder: string,
  stream: string | undefined,
  progress: Progress,
): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const written: string[] = [];
  const all = [
    ...Object.entries(files).map(([name, sql]) => [name, sql, []] as const),
    ...(stream === undefined ? [] : [['queues.csv', queues, [stream]] as const]),
  ];
  for (const [name, sql, values] of all) {
    const path = resolve(join(folder, name));
    progress.stage(`Writing ${path}`);
    const [[any]] = await connection.query<RowDataPacket[]>(`SELECT EXISTS (${sql}) AS isThere`, [...values]);
    if (any?.isThere !== 1) continue;
    // The types declare the underlying connection as one with promises, which has no streams.
    const beneath = connection.connection as unknown as Connection;
    const rows = beneath.query(sql, [...values]).stream();
    // Texts are defused, so a spreadsheet runs nothing, and kanban import restores them.
    const csv = rows.pipe(stringify({ header: true, cast: { string: defused } }));
    rows.on('error', (error) => csv.destroy(error));
    // If the file cannot be written, the connection must not wait for a reader.
    csv.on('close', () => rows.destroy());
    await writeWholeFile(path, csv, (bytes) => progress.at(bytes));
    written.push(path);
  }
  return written;
}
