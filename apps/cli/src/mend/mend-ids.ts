import { chainHash, type Rewrite, rewriteRows } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { counted } from '../terminal/counted.ts';
import { byChain, findMisplaced, type Misplaced, readChain } from './chains.ts';
import { findHighIds, type HighIds, isMended, LIMIT } from './find-high-ids.ts';
import { references } from './id-columns.ts';

export interface Hurt {
  readonly high: readonly HighIds[];
  readonly misplaced: readonly Misplaced[];
}

/** What is wrong with the ids of this board. */
export async function findHurt(connection: Pool | PoolConnection): Promise<Hurt> {
  return { high: await findHighIds(connection), misplaced: await findMisplaced(connection) };
}

/** Repairs the ids with the board closed, and reports what it found. */
export async function mendIds(url: string, say: (line: string) => void): Promise<Hurt> {
  let hurt: Hurt = { high: [], misplaced: [] };
  const rewrite: Rewrite = {
    async plan(connection) {
      hurt = await findHurt(connection);
      const [open] = await connection.query<RowDataPacket[]>('SELECT 1 FROM bulk_sessions LIMIT 1');
      const tables = tablesOf(hurt);
      if (tables.length > 0 && open.length > 0)
        throw new Refused(
          'Bulk work has not ended: let it end, or run `kanban housekeeping`, and try again.',
        );
      await connection.query(
        'CREATE TEMPORARY TABLE renumbered (old_id BIGINT UNSIGNED PRIMARY KEY, new_id BIGINT UNSIGNED NOT NULL)',
      );
      return tables;
    },
    async change(connection) {
      await moveBehind(connection, hurt.misplaced);
      // Items last, because what is computed from the log needs its right order.
      for (const { table } of hurt.high.filter((each) => isMended(each) && each.table !== 'work_items'))
        await renumber(connection, table);
      if (hurt.high.some(({ table }) => table === 'work_items')) await renumberItems(connection, say);
    },
    async finish(connection) {
      const tables = new Set(['audit_log', ...hurt.high.filter(isMended).map(({ table }) => table)]);
      for (const table of tables) {
        const [[row]] = await connection.query<RowDataPacket[]>(
          `SELECT COALESCE(MAX(id), 0) + 1 AS next FROM (${idsOf(table)}) ids`,
        );
        await connection.query(`ALTER TABLE ${table} AUTO_INCREMENT = ${Number(row?.next)}`);
      }
    },
  };
  await rewriteRows(url, rewrite);
  return hurt;
}

/** The tables whose rows change. */
function tablesOf({ high, misplaced }: Hurt): string[] {
  const tables = high
    .filter(isMended)
    .flatMap(({ table }) => [table, ...(references[table] ?? []).map(([other]) => other)]);
  return [...new Set([...tables, ...(misplaced.some(({ links }) => links.length > 0) ? ['audit_log'] : [])])];
}

async function renumber(connection: PoolConnection, table: string): Promise<void> {
  await connection.query('DELETE FROM renumbered');
  await connection.query(
    `SELECT COALESCE(MAX(id), 0) INTO @kanban_base FROM (${idsOf(table)}) ids WHERE id < ${LIMIT}`,
  );
  await connection.query(
    `INSERT INTO renumbered (old_id, new_id)
     SELECT id, @kanban_base + ROW_NUMBER() OVER (ORDER BY id) FROM (${idsOf(table)}) ids WHERE id >= ${LIMIT}`,
  );
  for (const [other, column] of [[table, 'id'], ...(references[table] ?? [])])
    await connection.query(
      `UPDATE ${other} JOIN renumbered ON renumbered.old_id = ${other}.${column} SET ${other}.${column} = renumbered.new_id`,
    );
}

/** Items that were deleted for good still have their history. */
const deletedItems = ' UNION SELECT item_id FROM item_state UNION SELECT item_id FROM audit_log';

function idsOf(table: string): string {
  return `SELECT id FROM ${table}${table === 'work_items' ? deletedItems : ''}`;
}

/** The id of an item is part of the hashes of its log, so its chain is computed again if it was intact. */
async function renumberItems(connection: PoolConnection, say: (line: string) => void): Promise<void> {
  const [items] = await connection.query<RowDataPacket[]>(
    `SELECT DISTINCT CAST(item_id AS CHAR) AS id FROM audit_log WHERE item_id >= ${LIMIT}`,
  );
  const chains = [];
  for (const { id } of items) chains.push(await readChain(connection, id));
  await renumber(connection, 'work_items');
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT CAST(old_id AS CHAR) AS oldId, CAST(new_id AS CHAR) AS newId FROM renumbered',
  );
  const newIds = new Map(rows.map(({ oldId, newId }) => [String(oldId), String(newId)]));
  for (const chain of chains) {
    const reference = chain.at(-1)?.reference;
    if (byChain(chain)?.every((link, index) => link === chain[index]) !== true) {
      say(`The chain of ${reference} was broken before and was not changed; kanban verify still reports it.`);
      continue;
    }
    let hash: Buffer | null = null;
    for (const link of chain) {
      const itemId = newIds.get(String(link.itemId)) as string;
      hash = chainHash({ ...link, itemId }, hash);
      await connection.query(`UPDATE audit_log SET chain_hash = ? WHERE id = ${BigInt(link.id)}`, [hash]);
    }
    await connection.query(
      `UPDATE item_state SET chain_hash = ? WHERE item_id = ${BigInt(newIds.get(String(chain[0]?.itemId)) as string)}`,
      [hash],
    );
    say(
      `The chain of ${reference} in audit_log was computed again, because the id of its item is part of it.`,
    );
  }
}

/** New ids after all others, for all items in the order of time; the rows of an item never go back in time. */
async function moveBehind(connection: PoolConnection, misplaced: readonly Misplaced[]): Promise<void> {
  const links = misplaced
    .flatMap((each) => each.links)
    .sort((a, b) => Number(a.occurredAt) - Number(b.occurredAt));
  if (links.length === 0) return;
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COALESCE(MAX(id), 0) AS last FROM audit_log WHERE id < ${LIMIT}`,
  );
  let last = Number(row?.last);
  for (const { id } of links)
    await connection.query(`UPDATE audit_log SET id = ${++last} WHERE id = ${BigInt(id)}`);
}

/** What was found, one line each; `done`: in the past tense. */
export function describeHurt({ high, misplaced }: Hurt, done: boolean): string[] {
  const does = done ? 'were' : 'would be';
  return [
    ...high.map((each) =>
      isMended(each)
        ? `${each.table}: ${counted(each.rows, 'row')} with an id from 2^52 on ${does} renumbered, its counter set back.`
        : `${each.table}: ids or the counter are too high; this command does not mend that (docs/running.md).`,
    ),
    ...misplaced.map(({ reference, links }) =>
      links.length > 0
        ? `audit_log: ${counted(links.length, 'row')} of ${reference} ${does} moved after all others, in their true order.`
        : `audit_log: the chain of ${reference} is broken in another way; compare it with a backup.`,
    ),
  ];
}
