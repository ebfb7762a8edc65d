import type { Instant } from '@kanban/domain';
import { type FoldedSpell, foldSpells } from './spell-fold.ts';
import type { Queue } from './streams.ts';

/** What `item_flow` holds of an item, so far. */
export interface ItemFlow {
  readonly firstAuditId: number;
  readonly lastAuditId: number;
  readonly enteredAt: Instant;
  readonly lastAt: Instant;
  readonly committedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly droppedAt: Instant | null;
  /** Where it counts; undefined: removed unfinished. */
  readonly location: Queue | undefined;
  readonly furthest: Queue | undefined;
  readonly isRemoved: boolean;
  readonly spells: readonly FoldedSpell[];
}

const committing: readonly string[] = ['buffer', 'active', 'delivered', 'completed'];
const finishing: readonly string[] = ['delivered', 'completed'];

/**
 * The fold of `project_audit_row.sql`: what an item is after one more row of its log. Imports bring the result along, so that no
 * server has to fold the whole log again at their end; `kanban verify` and the tests hold it against the views `replay_*`.
 */
export function foldStep(
  before: ItemFlow | undefined,
  auditId: number,
  at: Instant,
  to: Queue | undefined,
): ItemFlow {
  const common = {
    firstAuditId: before?.firstAuditId ?? auditId,
    lastAuditId: auditId,
    enteredAt: before?.enteredAt ?? at,
    lastAt: at,
    isRemoved: to === undefined,
  };
  const { finishedAt = null, droppedAt = null, location, furthest } = before ?? {};
  const commits = to !== undefined && committing.includes(to.kind);
  const committedAt = before?.committedAt ?? (commits ? at : null);
  const row = { auditId, at, to, committedAt, wasFinished: finishedAt !== null };
  const spells = foldSpells(before?.spells ?? [], row);
  if (to === undefined) {
    // What was finished stays finished where it was; anything else counts as dropped.
    return {
      ...common,
      committedAt,
      spells,
      finishedAt,
      droppedAt: finishedAt === null ? (droppedAt ?? at) : null,
      location: finishedAt !== null || droppedAt !== null ? location : undefined,
      furthest,
    };
  }
  const isFurther = to.kind !== 'dropped' && (furthest === undefined || to.position > furthest.position);
  return {
    ...common,
    committedAt,
    spells,
    finishedAt: finishing.includes(to.kind) ? (finishedAt ?? at) : null,
    droppedAt: to.kind === 'dropped' ? (droppedAt ?? at) : null,
    location: to,
    furthest: isFurther ? to : furthest,
  };
}
