import type { Instant, Spell } from '../index.ts';
import { sharedInstant, sharedRows } from './shared-data.ts';

/** 615 real work items from 2022-02-17 on: one queue to work in, one finished, no item reopened. */
export function samplepathSpells(): Spell[] {
  const spells = new Map<string, Spell>();
  for (const row of sharedRows('samplepath-work-tracking/work_tracking.audit_log.csv')) {
    const at = sharedInstant(row.occurred_at) as Instant;
    const reference = row.reference as string;
    const open = spells.get(reference);
    if (open) Object.assign(open, { endedAt: at, outcome: 'finished' });
    else {
      const itemId = Number(reference);
      spells.set(reference, { itemId, beganAt: at, committedAt: at, endedAt: null, outcome: null });
    }
  }
  return [...spells.values()];
}
