/** A day as a forecast sees it, by its date alone. */
export interface NaiveRules {
  days: 'split' | 'all' | 'working';
  isWorking: (date: string) => boolean;
  isExcluded: (date: string) => boolean;
}

export interface NaiveDay {
  date: string;
  /** What it may finish, each with the same probability; empty: nothing. */
  draws: number[];
}

/** The future days that count, each with all days of the history of the same kind. */
export function naiveFuture(
  history: readonly { date: string; items: number }[],
  startDate: string,
  calendarDays: number,
  { days, isWorking, isExcluded }: NaiveRules,
): NaiveDay[] {
  const future: NaiveDay[] = [];
  const sort = (date: string) => (days === 'all' ? 'any' : isWorking(date) ? 'working' : 'other');
  for (let n = 0; n < calendarDays; n++) {
    const date = new Date(Date.parse(`${startDate}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
    if (days === 'working' && !isWorking(date)) continue;
    const alike = history.filter((day) => !isExcluded(day.date) && sort(day.date) === sort(date));
    future.push({ date, draws: isExcluded(date) ? [] : alike.map(({ items }) => items) });
  }
  return future;
}

/** P(sum = n), by adding one day at a time to every possible sum. */
export function naiveSums(days: readonly NaiveDay[]): Map<number, number> {
  let sums = new Map([[0, 1]]);
  for (const { draws } of days) {
    if (draws.length === 0) continue;
    const next = new Map<number, number>();
    for (const [sum, probability] of sums) {
      for (const items of draws) {
        next.set(sum + items, (next.get(sum + items) ?? 0) + probability / draws.length);
      }
    }
    sums = next;
  }
  return sums;
}

export function naiveAtLeast(sums: ReadonlyMap<number, number>, least: number): number {
  return [...sums].reduce((total, [sum, probability]) => total + (sum >= least ? probability : 0), 0);
}
