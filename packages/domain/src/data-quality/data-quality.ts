import { blockedOutside } from './blocked-outside.ts';
import { brokenChain } from './broken-chain.ts';
import { changedAfterFinish } from './changed-after-finish.ts';
import type { Check, CheckedLog, Finding } from './checked-log.ts';
import { clockSkew } from './clock-skew.ts';
import { deleted } from './deleted.ts';
import { finishedWithoutStart } from './finished-without-start.ts';
import { gaps } from './gaps.ts';
import { imported } from './imported.ts';
import { movedBack } from './moved-back.ts';
import { movedInBulk } from './moved-in-bulk.ts';
import { notCommitted } from './not-committed.ts';
import { notes } from './notes.ts';
import { outOfOrder } from './out-of-order.ts';
import { parentsOutOfStep } from './parents-out-of-step.ts';
import { skippedQueues } from './skipped-queues.ts';
import { stalled } from './stalled.ts';
import { structure } from './structure.ts';
import { veryOld } from './very-old.ts';
import { zeroTime } from './zero-time.ts';

/** All of them, in the order of an answer. */
const CHECKS: readonly Check[] = [
  movedBack,
  changedAfterFinish,
  skippedQueues,
  zeroTime,
  finishedWithoutStart,
  notCommitted,
  veryOld,
  stalled,
  movedInBulk,
  outOfOrder,
  clockSkew,
  brokenChain,
  gaps,
  blockedOutside,
  parentsOutOfStep,
  deleted,
  imported,
  notes,
  structure,
];

export interface CheckResult {
  check: string;
  severity: Check['severity'];
  /** Items with a finding. */
  items: number;
  /** Of the population, 0 to 1; for `imported` of rows. Null without any. */
  share: number | null;
  distorts: string;
  findings: Finding[];
}

export interface DataQuality {
  checks: CheckResult[];
  /** Items with a row in the range, and open ones. */
  population: number;
}

/** What a reader should know before trusting the charts of a stream. A finding is not an accusation. */
export function dataQuality(log: CheckedLog): DataQuality {
  const population = log.items.length;
  const checks = CHECKS.map(({ check, severity, distorts, find }) => {
    const findings = find(log);
    const items = new Set(findings.map(({ itemId }) => itemId).filter((id) => id !== null)).size;
    const share =
      check === imported.check ? importedShare(log) : population === 0 ? null : items / population;
    return { check, severity, items, share, distorts, findings };
  });
  return { checks, population };
}

function importedShare({ rows }: CheckedLog): number | null {
  return rows.length === 0 ? null : rows.filter(({ isImported }) => isImported).length / rows.length;
}
