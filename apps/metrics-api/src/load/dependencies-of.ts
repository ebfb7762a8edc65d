import { loadDependenciesThen } from './as-of/dependencies-then.ts';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** Of each item that some depend on, whether it is finished now; by the reference of the one that waits. */
export async function loadDependenciesOf(
  snapshot: Snapshot,
  references: readonly string[],
): Promise<Map<string, boolean[]>> {
  const { asOf } = snapshot;
  if (asOf !== undefined) {
    const links = Map.groupBy(
      await loadDependenciesThen(snapshot, references, asOf.instant),
      ({ reference }) => reference,
    );
    return new Map(
      [...links].map(([reference, own]) => [reference, own.map(({ isFinished }) => isFinished)]),
    );
  }
  const rows = await snapshot
    .selectFrom(byIndex('dependencies', 'd', 'PRIMARY'))
    .leftJoin(byIndex('item_flow', 'f', 'PRIMARY'), 'f.item_id', 'd.depends_on_id')
    .select(['d.reference', 'f.finished_at as finishedAt'])
    .where('d.reference', 'in', references)
    .execute();
  const groups = Map.groupBy(rows, ({ reference }) => reference);
  return new Map(
    [...groups].map(([reference, own]) => [reference, own.map((row) => row.finishedAt !== null)]),
  );
}
