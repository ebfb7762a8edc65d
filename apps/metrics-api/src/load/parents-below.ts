import { sql } from 'kysely';
import { loadPartsThen } from './as-of/parts-then.ts';
import type { Snapshot } from './snapshot.ts';

/** All items below some others, at any depth, each with its parent: by work_items_parent. */
export async function loadParentsBelow(
  snapshot: Snapshot,
  references: readonly string[],
): Promise<Map<string, string>> {
  if (references.length === 0) return new Map();
  const { asOf } = snapshot;
  if (asOf !== undefined) return loadParentsBelowThen(snapshot, references, asOf.instant);
  const { rows } = await sql<{ reference: string; parent: string }>`
    WITH RECURSIVE below (reference, parent) AS (
      SELECT reference, parent FROM work_items WHERE parent IN (${sql.join(references)})
      UNION DISTINCT
      SELECT w.reference, w.parent FROM below b JOIN work_items w ON w.parent = b.reference
    )
    SELECT reference, parent FROM below`.execute(snapshot);
  return new Map(rows.map(({ reference, parent }) => [reference, parent]));
}

async function loadParentsBelowThen(snapshot: Snapshot, references: readonly string[], instant: number) {
  const below = new Map<string, string>();
  for (let level = [...references]; level.length > 0; ) {
    const parts = await loadPartsThen(snapshot, level, instant);
    level = parts.flatMap(({ reference }) => (below.has(reference) ? [] : [reference]));
    for (const { reference, parent } of parts) below.set(reference, parent as string);
  }
  return below;
}
