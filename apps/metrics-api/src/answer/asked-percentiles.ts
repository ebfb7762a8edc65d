import { checkPercentile } from '@kanban/domain';

/** The numbers of the parameter `percentiles`. Throws InvalidInput unless each is over 0, up to 100. */
export function askedPercentiles(list: string): number[] {
  const numbers = list.split(',').map(Number);
  for (const number of numbers) checkPercentile(number);
  return numbers;
}
