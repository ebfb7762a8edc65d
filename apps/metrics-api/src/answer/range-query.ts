import { formatInstant, type Range } from '@kanban/domain';

/** The same question about another range. */
export function aboutRange<Query>(query: Query, { from, to }: Range): Query & { from: string; to: string } {
  return { ...query, from: formatInstant(from), to: formatInstant(to) };
}
