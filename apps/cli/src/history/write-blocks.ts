import { inStatements, jsonOf, sqlInstant } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import type { Progress } from '../terminal/progress.ts';
import type { BlockedSpell } from './history.ts';
import type { Stream } from './streams.ts';

/**
 * Writes blocks in the caller's transaction and bulk work: past blocks into `blocked_intervals`, and open blocks so
 * that the item is blocked from then on. Writes no events. The items exist, and none has an open block.
 */
export async function writeBlocks(
  connection: PoolConnection,
  stream: Stream,
  blocks: readonly BlockedSpell[],
  progress: Progress,
): Promise<void> {
  if (blocks.length === 0) return;
  progress.stage('Writing blocked spells', blocks.length);
  let written = 0;
  for (const rows of inStatements(blocks.map(valuesOf))) {
    await connection.query('CALL write_past_blocks(?, ?)', [stream.id, jsonOf(rows)]);
    written += rows.length;
    progress.at(written);
  }
  for (const { reference, reason, unblockedAt } of blocks) {
    if (unblockedAt === null)
      await connection.query('UPDATE work_items SET blocked_reason = ? WHERE reference = ?', [
        reason,
        reference,
      ]);
  }
}

function valuesOf({ reference, reason, blockedAt, unblockedAt }: BlockedSpell) {
  return [reference, reason, sqlInstant(blockedAt), unblockedAt === null ? null : sqlInstant(unblockedAt)];
}
