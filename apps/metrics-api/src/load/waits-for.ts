import { loadDependenciesThen } from './as-of/dependencies-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** What some items depend on that is not finished, by reference of the one that waits: by the primary keys. */
export async function loadWaitsFor(
  snapshot: Snapshot,
  references: readonly string[],
): Promise<Map<string, string[]>> {
  if (references.length === 0) return new Map();
  const { asOf } = snapshot;
  const rows =
    asOf === undefined
      ? await loadUnfinished(snapshot, references)
      : (await loadDependenciesThen(snapshot, references, asOf.instant)).filter(
          ({ isFinished }) => !isFinished,
        );
  const groups = Map.groupBy(rows, ({ reference }) => reference);
  return new Map([...groups].map(([reference, own]) => [reference, own.map(({ dependsOn }) => dependsOn)]));
}

function loadUnfinished(snapshot: Snapshot, references: readonly string[]) {
  return snapshot
    .selectFrom(byIndex('dependencies', 'd', 'PRIMARY'))
    .leftJoin(byIndex('item_flow', 'f', 'PRIMARY'), 'f.item_id', 'd.depends_on_id')
    .select(['d.reference', 'd.depends_on as dependsOn'])
    .where('d.reference', 'in', references)
    .where('f.finished_at', 'is', null)
    .orderBy('d.reference')
    .orderBy('d.depends_on')
    .execute();
}
