import { type ChainedRow, chainHash, rowsAs } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { LIMIT } from './find-high-ids.ts';

/** A row of the log; ids as text, since they may be larger than a number of JavaScript is exact. */
export interface Link extends ChainedRow {
  readonly id: string;
  readonly hash: Buffer | null;
}

/** The rows of an item in the order of their ids. */
export async function readChain(connection: Pool | PoolConnection, itemId: string): Promise<Link[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT CAST(id AS CHAR) AS id, occurred_at AS occurredAt, reference, from_queue AS fromQueue, to_queue AS toQueue,
            value_stream_id AS streamId, CAST(item_id AS CHAR) AS itemId, from_queue_id AS fromQueueId,
            to_queue_id AS toQueueId, actor, reason, source, CONCAT(rule_notes) AS ruleNotes, login, batch_id AS batchId,
            chain_hash AS hash
     FROM audit_log WHERE item_id = ${BigInt(itemId)} ORDER BY audit_log.id`,
  );
  return rowsAs<Link>(rows);
}

/** The rows in the order of their chain; undefined if rows were changed or are missing. */
export function byChain(links: readonly Link[]): Link[] | undefined {
  const left = [...links];
  const chain: Link[] = [];
  while (left.length > 0) {
    const before = chain.at(-1)?.hash ?? null;
    const next = left.findIndex((link) => link.hash?.equals(chainHash(link, before)));
    if (next === -1) return undefined;
    chain.push(left[next] as Link);
    left.splice(next, 1);
  }
  return chain;
}

export interface Misplaced {
  readonly reference: string;
  /** Ids from the first row in a wrong position on, in their true order. Empty: the chain is broken. */
  readonly links: readonly Link[];
}

/** Items whose rows are not in the order in which they were written. */
export async function findMisplaced(connection: Pool | PoolConnection): Promise<Misplaced[]> {
  const [items] = await connection.query<RowDataPacket[]>(
    `SELECT CAST(item_id AS CHAR) AS itemId FROM audit_log_chain
     GROUP BY audit_log_chain.item_id HAVING MAX(NOT (chain_hash <=> expected_hash))`,
  );
  const found: Misplaced[] = [];
  for (const { itemId } of items) {
    const links = await readChain(connection, itemId);
    const chain = byChain(links);
    const reference = String(links.at(-1)?.reference);
    found.push({ reference, links: chain?.slice(firstMisplaced(chain)) ?? [] });
  }
  return found;
}

/** Whatever follows on a row that gets a fresh id gets one too. */
function firstMisplaced(chain: readonly Link[]): number {
  const first = chain.findIndex(
    ({ id }, index) => BigInt(id) >= BigInt(LIMIT) || BigInt(id) < BigInt(chain[index - 1]?.id ?? 0),
  );
  return first === -1 ? chain.length : first;
}
