import type { Instant } from '@kanban/domain';
import { describeWork, type ItemType } from './descriptions.ts';
import type { Random } from './random.ts';
import { dayUs, minuteUs } from './work-calendar.ts';

type ClassOfService = 'standard' | 'expedite' | 'fixed-date';

/** What is asked for when an item arrives. */
export interface Demand {
  readonly type: ItemType;
  readonly classOfService: ClassOfService;
  readonly shortDesc: string;
  readonly priority: number;
  readonly dateDue: Instant | null;
  /** How much work it is, compared with the median item. */
  readonly effort: number;
}

const typeWeights = { story: 45, bug: 30, task: 17, improvement: 8 } as const;
const typeEffort: Readonly<Record<ItemType, number>> = { story: 1.15, bug: 0.7, task: 0.75, improvement: 1 };

/** An item that arrives at `at`: its work, its urgency and its due date. */
export function createDemand(at: Instant, random: Random): Demand {
  const type = random.weighted(typeWeights);
  const classOfService = random.weighted<ClassOfService>(
    type === 'bug'
      ? { standard: 80, expedite: 15, 'fixed-date': 5 }
      : { standard: 82, expedite: 2, 'fixed-date': 16 },
  );
  return {
    type,
    classOfService,
    shortDesc: describeWork(type, random),
    priority: classOfService === 'expedite' ? 3 : random.whole(0, 2),
    dateDue: dueDate(at, classOfService, random),
    effort: typeEffort[type] * random.logNormal(1, 0.35) * surprise(classOfService, random),
  };
}

/** Urgent work is kept small; now and then something turns out to be far more than anyone thought. */
function surprise(classOfService: ClassOfService, random: Random): number {
  if (classOfService === 'expedite') return 0.6;
  return random.chance(0.035) ? 5 : 1;
}

/** Fixed dates lie some weeks ahead. Other items may come with a wish, which nobody hurries for. Due at five o'clock. */
function dueDate(at: Instant, classOfService: ClassOfService, random: Random): Instant | null {
  const days = { 'fixed-date': random.whole(14, 42), standard: random.whole(5, 20), expedite: 0 }[
    classOfService
  ];
  const hasDate = classOfService === 'fixed-date' || (classOfService === 'standard' && random.chance(0.15));
  return hasDate ? (Math.floor(at / dayUs) + days) * dayUs + 17 * 60 * minuteUs : null;
}
