import type { DurationUs, Instant } from '../instant.ts';
import type { OutlookState } from '../outlook/outlook.ts';
import type { BehaviourRule } from '../process-behaviour/signals.ts';
import type { Queue } from '../queue.ts';
import type { BurnAlert } from '../sla/burn-alerts.ts';

/** An open item. */
export interface AttentionItem {
  reference: string;
  shortDesc: string | null;
  queue: Queue;
  state: OutlookState;
  deadlineAt: Instant | null;
  missProbability: number | null;
  /** It is older than all finished items were at its place. */
  isBeyondHistory: boolean;
  blockedSince: Instant | null;
  blockedReason: string | null;
  /** Committed, else entered. */
  startedAt: Instant;
  ageUs: DurationUs | null;
  /** The age at which 85 of 100 finished items had passed its queue; null: too few, or no pace. */
  paceUs: DurationUs | null;
}

export interface AttentionQueue {
  queue: Queue;
  items: number;
  /** Those of them that nothing blocks. */
  pullable: number;
}

export interface AttentionFacts {
  at: Instant;
  items: readonly AttentionItem[];
  queues: readonly AttentionQueue[];
  persons: readonly { assignee: string; items: number; wipLimit: number }[];
  /** `subject`: whose promises, as `expedite, defect` or the stream. */
  budgets: readonly (Pick<BurnAlert, 'alert' | 'longBurnRate' | 'isFiring' | 'since'> & {
    subject: string;
    leftShare: number | null;
  })[];
  /** Of the last complete interval. */
  signals: readonly { family: string; rule: BehaviourRule; label: string }[];
  /** The last complete weeks, the newest last. */
  weeks: readonly { arrivals: number; departures: number }[];
}

/** A page that shows what a line is about. */
export type AttentionPage = 'item' | 'today' | 'flow' | 'promises' | 'behaviour';

export interface AttentionLine {
  kind: string;
  /** 1 is the most serious. */
  severity: number;
  /** One sentence, made of the facts. */
  says: string;
  facts: Readonly<Record<string, string | number | null>>;
  /** What it is about; of one subject only its most serious line is kept. */
  subject: { is: 'item' | 'queue' | 'person' | 'budget' | 'family' | 'stream'; name: string };
  /** Since when, or by which age; the oldest come first. Null: unknown, so last. */
  since: Instant | null;
  /** A deadline that lies ahead; of a kind whose lines have one, the soonest come first. */
  dueAt?: Instant;
  page: AttentionPage;
}

/** One kind of line, with its rule. */
export interface AttentionRule {
  kind: string;
  severity: number;
  find(facts: AttentionFacts): Omit<AttentionLine, 'kind' | 'severity'>[];
}
