import { byIndex } from '../by-index.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadChangedItems } from './fields-then.ts';
import { loadIdsOf } from './ids-of-references.ts';
import { loadStatesThen } from './states-then.ts';

export interface DependencyThen {
  reference: string;
  dependsOn: string;
  isFinished: boolean;
}

/** What some items waited for at the instant of `asOf`, in the order of the primary key. */
export async function loadDependenciesThen(
  snapshot: Snapshot,
  references: readonly string[],
  instant: number,
): Promise<DependencyThen[]> {
  const present = await snapshot
    .selectFrom(byIndex('dependencies', 'd', 'PRIMARY'))
    .select(['d.reference', 'd.depends_on as dependsOn'])
    .where('d.reference', 'in', references)
    .execute();
  const asked = new Set(references);
  const changed = (await loadChangedItems(snapshot)).filter(({ reference }) => asked.has(reference));
  const newer = new Map(changed.map(({ reference, waitsNewlyFor }) => [reference, waitsNewlyFor]));
  const links = [
    ...present.filter(({ reference, dependsOn }) => !newer.get(reference)?.has(dependsOn)),
    ...changed.flatMap(({ reference, waitedFor }) =>
      [...waitedFor].map((dependsOn) => ({ reference, dependsOn })),
    ),
  ].sort((a, b) => order(a.reference, b.reference) || order(a.dependsOn, b.dependsOn));
  const ids = await loadIdsOf(snapshot, [...new Set(links.map(({ dependsOn }) => dependsOn))]);
  const states = await loadStatesThen(snapshot, [...ids.values()], instant);
  return links.map(({ reference, dependsOn }) => {
    const state = states.get(ids.get(dependsOn) ?? NaN);
    return { reference, dependsOn, isFinished: (state?.finishedAt ?? null) !== null };
  });
}

function order(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
