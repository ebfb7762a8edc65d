import type { Kind } from '@kanban/schema';

/** A queue of a sample stream: how many it holds, and how long an item needs there. */
export interface SampleQueue {
  readonly name: string;
  readonly kind: Kind;
  /** -1: unlimited. */
  readonly wipLimit: number;
  /** The limit in the first half of the history, where it was another one. */
  readonly earlierLimit?: number;
  /** Median working minutes; 0: items only wait there. */
  readonly workMinutes: number;
}

/** The arrivals a week that the limits below are made for; more arrivals get proportionally larger limits. */
export const sampleItemsPerWeek = 9;

const queues: readonly SampleQueue[] = [
  { name: 'backlog', kind: 'backlog', wipLimit: -1, workMinutes: 0 },
  { name: 'ready', kind: 'buffer', wipLimit: 6, workMinutes: 0 },
  { name: 'analysis', kind: 'active', wipLimit: 3, workMinutes: 240 },
  { name: 'development', kind: 'active', wipLimit: 5, earlierLimit: 7, workMinutes: 950 },
  { name: 'test', kind: 'active', wipLimit: 4, workMinutes: 240 },
  { name: 'uat', kind: 'active', wipLimit: 6, workMinutes: 300 },
  { name: 'production', kind: 'delivered', wipLimit: -1, workMinutes: 0 },
  { name: 'drop', kind: 'dropped', wipLimit: -1, workMinutes: 0 },
];

/** The queues of a sample stream that gets this many new items a week. */
export function sampleQueues(itemsPerWeek: number): SampleQueue[] {
  const scale = itemsPerWeek / sampleItemsPerWeek;
  const scaled = (limit: number) => (limit === -1 ? limit : Math.max(1, Math.round(limit * scale)));
  return queues.map(({ earlierLimit, ...queue }) => ({
    ...queue,
    wipLimit: scaled(queue.wipLimit),
    ...(earlierLimit !== undefined && { earlierLimit: scaled(earlierLimit) }),
  }));
}

/** The share of its promises that the sample stream wants to keep. */
export const sampleObjective = { objective: 0.85, windowDays: 30 };

/** The policies for items of the sample stream without a due date. */
export const samplePolicies = [
  { classOfService: '', measure: 'lead', targetHours: 45 * 24 },
  { classOfService: 'expedite', measure: 'lead', targetHours: 5 * 24 },
  { classOfService: 'standard', measure: 'cycle', targetHours: 28 * 24 },
] as const;
