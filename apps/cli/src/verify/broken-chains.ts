import { type ChainedRow, chainHash, rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';
import type { FindingsOfStreams } from './compare.ts';

export const brokenChainsCheck = 'audit_log is chained without a break';

interface Link extends ChainedRow {
  readonly id: number;
  readonly hash: Buffer | null;
}

/**
 * Items whose chain of hashes in `audit_log` is broken, each with its first broken link: the first row whose hash does
 * not match its content and the previous hash, or an end that differs from `item_state`. Cost: one sort and one hash
 * per row.
 */
export async function findBrokenChains(
  connection: PoolConnection,
  streams: readonly Stream[],
  show: number,
): Promise<FindingsOfStreams> {
  const ids = streams.map(({ id }) => id);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT * FROM (
       SELECT broken.value_stream_id AS streamId, broken.item_id AS itemId, s.chain_hash AS endHash,
              COUNT(*) OVER (PARTITION BY broken.value_stream_id) AS total,
              ROW_NUMBER() OVER (PARTITION BY broken.value_stream_id ORDER BY broken.item_id) AS number,
              COALESCE(f.reference, w.reference) AS reference
       FROM (
         SELECT c.value_stream_id, c.item_id
         FROM (SELECT value_stream_id, item_id, MAX(NOT (chain_hash <=> expected_hash)) AS is_broken, MAX(id) AS last_id
               FROM audit_log_chain WHERE value_stream_id IN (?) GROUP BY value_stream_id, item_id) c
         JOIN audit_log last ON last.id = c.last_id
         LEFT JOIN item_state e ON e.item_id = c.item_id
         WHERE c.is_broken OR NOT (e.chain_hash <=> last.chain_hash)
         UNION ALL
         SELECT e.value_stream_id, e.item_id
         FROM item_state e
         LEFT JOIN audit_log a FORCE INDEX (audit_log_item) ON a.item_id = e.item_id AND a.value_stream_id = e.value_stream_id
         WHERE e.value_stream_id IN (?) AND e.chain_hash IS NOT NULL AND a.id IS NULL
       ) broken
       LEFT JOIN item_state s ON s.item_id = broken.item_id
       LEFT JOIN item_flow f ON f.item_id = broken.item_id
       LEFT JOIN work_items w ON w.id = broken.item_id) numbered
     WHERE number <= ? ORDER BY streamId, itemId`,
    [ids, ids, show],
  );
  const found = new Map<number, { count: number; lines: string[] }>();
  for (const { streamId, itemId, endHash, reference, total } of rows) {
    const links = await readLinks(connection, streamId, itemId);
    const item = `reference ${links[0]?.reference ?? reference ?? `of item ${itemId}`}`;
    const findings = found.get(streamId) ?? { count: Number(total), lines: [] };
    findings.lines.push(`${item}, ${tellBreak(links, endHash)}`);
    found.set(streamId, findings);
  }
  return found;
}

async function readLinks(connection: PoolConnection, streamId: number, itemId: number): Promise<Link[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, occurred_at AS occurredAt, reference, from_queue AS fromQueue, to_queue AS toQueue,
            value_stream_id AS streamId, item_id AS itemId, from_queue_id AS fromQueueId, to_queue_id AS toQueueId,
            actor, reason, source, CONCAT(rule_notes) AS ruleNotes, login, batch_id AS batchId, chain_hash AS hash
     FROM audit_log WHERE item_id = ? AND value_stream_id = ? ORDER BY id`,
    [itemId, streamId],
  );
  return rowsAs<Link>(rows);
}

/** A description of the first broken link, as far as the remaining rows show it. */
function tellBreak(links: readonly Link[], endHash: Buffer | null): string {
  const first = links.findIndex((link, index) => !follows(link, links[index - 1]?.hash ?? null));
  const broken = links[first];
  if (!broken) return tellEnd(links, endHash);
  if (broken.hash === null) return `audit id ${broken.id} is not chained: it was written past the triggers`;
  const skipped = links
    .slice(0, first)
    .findIndex((_, index) => follows(broken, links[index - 1]?.hash ?? null));
  if (skipped !== -1) {
    return `audit id ${broken.id} follows on another row: ${named(links.slice(skipped, first))} put in before it`;
  }
  const before = links[first - 1];
  if (broken.fromQueueId !== (before?.toQueueId ?? null)) {
    const end = before
      ? `audit id ${before.id} before it ends in ${before.toQueue ?? 'no queue'}`
      : 'it is the first';
    return `rows before audit id ${broken.id} are missing: it comes from ${broken.fromQueue ?? 'no queue'}, but ${end}`;
  }
  return `audit id ${broken.id} was changed, or was put in past the triggers: its hash is of another row`;
}

function tellEnd(links: readonly Link[], endHash: Buffer | null): string {
  const last = links.at(-1);
  if (!last) return 'all its rows are missing';
  if (endHash === null) return `item_state does not hold the hash of its last row, audit id ${last.id}`;
  const end = links.findIndex((link) => link.hash?.equals(endHash));
  if (end !== -1)
    return `its chain ended with audit id ${links[end]?.id}: ${named(links.slice(end + 1))} inserted after it`;
  return `its last rows are missing: the log ends with audit id ${last.id}, item_state holds the hash of a later row`;
}

function follows(link: Link, before: Buffer | null): boolean {
  return link.hash?.equals(chainHash(link, before)) ?? false;
}

function named(links: readonly Link[]): string {
  const ids = links.map((link) => link.id).join(', ');
  return links.length === 1 ? `audit id ${ids} was` : `audit ids ${ids} were`;
}
