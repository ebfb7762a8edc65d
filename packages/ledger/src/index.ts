export {
  type Claim,
  type ClaimedDelivery,
  claimDeliveries,
  newClaimToken,
} from './claim/claim.ts';
export { createLimits } from './claim/limits.ts';
export { noteHandOver } from './claim/note-hand-over.ts';
export { dropDeadLetters } from './dead-letters/drop-dead-letters.ts';
export { NotDead } from './dead-letters/lock-letters.ts';
export { retryDeadLetters } from './dead-letters/retry-dead-letters.ts';
export { claimPending, claimPendingSql } from './dispatch/claim-pending.ts';
export { markQueued } from './dispatch/mark-queued.ts';
export type { PublishableDelivery } from './dispatch/publishable-delivery.ts';
export {
  type ClaimedEvent,
  claimEvent,
  claimEvents,
  claimEventsSql,
  hasPendingEvents,
} from './fan-out/claim-events.ts';
export { lockCollections } from './fan-out/lock-collections.ts';
export { markFannedOut } from './fan-out/mark-fanned-out.ts';
export { markRefused } from './fan-out/mark-refused.ts';
export { markWithoutRecipient } from './fan-out/mark-without-recipient.ts';
export { CollectionBegun } from './fan-out/note-collections.ts';
export type { Collection, Plan, PlannedDelivery, WaitingDelivery } from './fan-out/planned-delivery.ts';
export { writeDeliveries } from './fan-out/write-deliveries.ts';
export { keyOf, leaveOutWritten, readWritten } from './fan-out/written-deliveries.ts';
export { pruneBefore, pruneBySetting } from './prune/prune.ts';
export { finishEvents } from './reconcile/finish-events.ts';
export { forgetCollections } from './reconcile/forget-collections.ts';
export { releaseExpiredClaims } from './reconcile/release-expired-claims.ts';
export { settleDigests } from './reconcile/settle-digests.ts';
export { requeueAll } from './requeue/requeue-all.ts';
export { requeueOverdue } from './requeue/requeue-overdue.ts';
export { requeueThese } from './requeue/requeue-these.ts';
export { settleDeliveries } from './settle/settle-deliveries.ts';
export { settleEvents } from './settle/settle-events.ts';
export { settleMembers } from './settle/settle-members.ts';
export type { SettledDelivery, Settlement } from './settle/settlement.ts';
