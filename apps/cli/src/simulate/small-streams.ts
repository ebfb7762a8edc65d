import type { SampleQueue } from './sample-stream.ts';

export interface SmallStream {
  readonly name: string;
  readonly itemsPerWeek: number;
  /** In flow order, dropped queues last. */
  readonly queues: readonly SampleQueue[];
}

/** Two streams beside the large one: questions of customers, which are closed some days after the answer, and a team of two. */
export const smallStreams: readonly SmallStream[] = [
  {
    name: 'support',
    itemsPerWeek: 5,
    queues: [
      { name: 'inbox', kind: 'backlog', wipLimit: -1, workMinutes: 0 },
      { name: 'looking into it', kind: 'active', wipLimit: 2, workMinutes: 640 },
      { name: 'answered', kind: 'delivered', wipLimit: -1, workMinutes: 0 },
      { name: 'closed', kind: 'completed', wipLimit: -1, workMinutes: 0 },
      { name: 'no answer needed', kind: 'dropped', wipLimit: -1, workMinutes: 0 },
    ],
  },
  {
    name: 'platform',
    itemsPerWeek: 3,
    queues: [
      { name: 'to do', kind: 'backlog', wipLimit: -1, workMinutes: 0 },
      { name: 'chosen', kind: 'buffer', wipLimit: 2, workMinutes: 0 },
      { name: 'doing', kind: 'active', wipLimit: 2, workMinutes: 1_200 },
      { name: 'review', kind: 'active', wipLimit: 2, workMinutes: 240 },
      { name: 'in use', kind: 'delivered', wipLimit: -1, workMinutes: 0 },
      { name: 'dropped', kind: 'dropped', wipLimit: -1, workMinutes: 0 },
    ],
  },
];
