import type { DurationUs, Instant } from './instant.ts';
import { type Kind, type Queue, queuesById, type Visit } from './queue.ts';
import { spellsOf, stepsOf } from './spells.ts';
import type { TimeBetween } from './time-between.ts';
import type { Block } from './time-spent.ts';

/** A stretch of time, half open. */
export interface Span {
  from: Instant;
  to: Instant;
}

/** The overlap of two spans; an empty one has `to` ≤ `from`. */
export function overlap(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

export function spanOf({ blockedAt, unblockedAt }: Block): Span {
  return { from: blockedAt, to: unblockedAt ?? Number.POSITIVE_INFINITY };
}

/** Both are half open, but a span of length 0 overlaps the span that contains it. */
export function touches(span: Span, range: Span): boolean {
  return span.from < range.to && (span.to > range.from || span.from >= range.from);
}

/** How long an item was blocked within a span. Blocks never overlap. */
export function blockedWithin(blocks: readonly Block[], span: Span, between: TimeBetween): DurationUs {
  let sum = 0;
  for (const block of blocks) {
    const { from, to } = overlap(spanOf(block), span);
    if (from < to) sum += between(from, to);
  }
  return sum;
}

/** Whether a block is open at an instant, by the changes before that instant. */
export function isBlockedAt(blocks: readonly Block[], at: Instant): boolean {
  return blocks.some(
    ({ blockedAt, unblockedAt }) => blockedAt < at && (unblockedAt === null || unblockedAt >= at),
  );
}

/** The spans in which an item was in progress, from all of its visits; the last one has no end while it lasts. */
export function readSpellSpans(queues: readonly Queue[]): (visits: readonly Visit[]) => Span[] {
  const kinds = new Map<number, Kind>();
  for (const { id, kind } of queuesById(queues).values()) kinds.set(id, kind);
  return (visits) =>
    spellsOf(0, stepsOf(visits), kinds).map(({ beganAt, endedAt }) => ({
      from: beganAt,
      to: endedAt ?? Number.POSITIVE_INFINITY,
    }));
}
