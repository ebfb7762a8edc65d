import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { KnownItem } from '../history/history.ts';
import type { QualityReport } from './quality.ts';
import type { Block } from './read-blocks.ts';
import type { ItemDetails } from './read-items.ts';

/** Notes known items that the items file describes otherwise; they stay as they are, for people may have changed them. */
export async function noteOtherDetails(
  connection: PoolConnection,
  known: ReadonlyMap<string, KnownItem>,
  items: readonly { readonly reference: string; readonly line: number }[],
  details: ReadonlyMap<string, ItemDetails>,
  report: QualityReport,
): Promise<void> {
  const lines = new Map(items.map(({ reference, line }) => [reference, line]));
  const ids = idsOf(
    known,
    [...lines.keys()].filter((reference) => details.has(reference)),
  );
  if (ids.length === 0) return;
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT reference, short_desc AS shortDesc, type, class_of_service AS classOfService, priority, assignee, date_due AS dateDue
     FROM work_items WHERE id IN (?) ORDER BY id`,
    [ids],
  );
  for (const row of rows) {
    const described = Object.entries(details.get(row.reference) ?? {});
    if (described.some(([field, value]) => field in row && row[field] !== value))
      report.note('detailsDiffer', row.reference, lines.get(row.reference));
  }
}

/**
 * The blocks that the database does not have. For a known item only those after the end of its last block; any other is
 * noted and left out.
 */
export async function newBlocks(
  connection: PoolConnection,
  known: ReadonlyMap<string, KnownItem>,
  blocks: readonly Block[],
  report: QualityReport,
): Promise<Block[]> {
  const spells = new Map<string, { blockedAt: number; unblockedAt: number | null }[]>();
  const ids = idsOf(known, new Set(blocks.map(({ reference }) => reference)));
  if (ids.length > 0) {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT w.reference, b.blocked_at AS blockedAt, b.unblocked_at AS unblockedAt
       FROM blocked_intervals b JOIN work_items w ON w.id = b.item_id WHERE b.item_id IN (?) ORDER BY b.item_id, b.id`,
      [ids],
    );
    for (const { reference, blockedAt, unblockedAt } of rows)
      spells.set(reference, [...(spells.get(reference) ?? []), { blockedAt, unblockedAt }]);
  }
  return blocks.filter(({ reference, blockedAt, unblockedAt }) => {
    const own = spells.get(reference) ?? [];
    if (own.some((spell) => spell.blockedAt === blockedAt && spell.unblockedAt === unblockedAt)) return false;
    const isBehind = own.every((spell) => spell.unblockedAt !== null && spell.unblockedAt <= blockedAt);
    if (!isBehind) report.note('blocksDiffer', reference);
    return isBehind;
  });
}

function idsOf(known: ReadonlyMap<string, KnownItem>, references: Iterable<string>): number[] {
  return [...references].flatMap((reference) => known.get(reference)?.id ?? []);
}
