import type { LeadTimeAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { percentileOf } from '../key-figures.ts';

type Group = LeadTimeAnswer['groups'][number];

/** Fewer items say nothing by their percentiles. */
const ENOUGH = 10;

/** Items without a value are called so in every chart. */
export function groupName(group: string | null): string {
  return group ?? 'none';
}

/** Which kind takes longest: `85 of 100 took at most 30 days of “story”, the longest, and 12 days of “bug”, the shortest.` */
export function leadTimeGroupsWords({ groups }: Pick<LeadTimeAnswer, 'groups'>): string {
  const known = groups
    .filter(({ sampleSize }) => sampleSize >= ENOUGH)
    .map((each) => ({ name: groupName(each.group), most: mostOf(each) ?? 0 }))
    .toSorted((a, b) => b.most - a.most);
  const [longest, shortest] = [known[0], known.at(-1)];
  if (!longest || !shortest) return 'Too few items were finished of any of them to compare.';
  if (longest === shortest)
    return `85 of 100 took at most ${formatDuration(longest.most)} of “${longest.name}”; of the others too few were finished to compare.`;
  if (longest.most === shortest.most)
    return `All alike: 85 of 100 took at most ${formatDuration(longest.most)}.`;
  return (
    `85 of 100 took at most ${formatDuration(longest.most)} of “${longest.name}”, the longest, ` +
    `and ${formatDuration(shortest.most)} of “${shortest.name}”, the shortest.`
  );
}

function mostOf(group: Group): number | null {
  return percentileOf(group, 85);
}
