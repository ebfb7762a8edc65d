import { formatInstant, type ItemOutlook, type Reason } from '@kanban/domain';
import { optionalInstant } from '../answer/envelope.ts';

export const OUTLOOK_WORDS = {
  expected:
    'at + what remained, at the percentile, of how long items finished in the 90 complete days before at took from this queue to ' +
    'the finish: of the same class of service where there are enough, else of all, and only those that took longer than this ' +
    'item has already. Read on the clock of its policy.',
  missProbability: 'share of the same items that took longer than the deadline leaves',
  state:
    'the first that holds: late (the deadline has passed), likelyLate (missProbability is 0.5 or more), atRisk ' +
    '(sla_at_risk_percent of the time until the deadline has passed), onTrack, noDeadline',
};

/** An outlook in the fields of the contract, and why some are null. */
export function outlookFields(outlook: ItemOutlook) {
  const { deadline, expectedReason, missProbability, expected50, expected85, state, isBeyondHistory } =
    outlook;
  return {
    state,
    deadline: deadline ? (deadline.day ?? formatInstant(deadline.at)) : null,
    deadlineIsDay: deadline?.day !== undefined,
    decidedBy: deadline?.by ?? null,
    missProbability,
    isBeyondHistory,
    expected50: optionalInstant(expected50),
    expected85: optionalInstant(expected85),
    reasons: outlookReasons(outlook, expectedReason),
  };
}

function outlookReasons({ deadline, reason, missProbability }: ItemOutlook, expectedReason: Reason | null) {
  const noDeadline: Reason = reason ?? 'noDeadline';
  return {
    ...(deadline === null ? { deadline: noDeadline } : {}),
    ...(missProbability === null ? { missProbability: deadline === null ? noDeadline : 'tooFewItems' } : {}),
    ...(expectedReason === null ? {} : { expected50: expectedReason, expected85: expectedReason }),
  } satisfies Record<string, Reason>;
}
