import type { StagePace } from '../ageing/pace.ts';
import { DAY, type DurationUs } from '../instant.ts';
import { percentile } from '../percentiles.ts';

export interface ServiceLevel {
  /** The expected duration of most items: the line in charts of ages and lead times. */
  lineUs: DurationUs | null;
  source: 'setting' | 'pace' | null;
  /** The share of durations at or below the line; null without a line or without durations. */
  shareKept: number | null;
}

const USUAL = 85;

/**
 * The service level expectation of The Kanban Guide: the setting `sle_days`, else the age at which 85 of 100 finished
 * items had passed the last stage. `durations` are those of finished items, on the clock of the pace.
 */
export function serviceLevel(
  sleDays: number | null,
  paces: readonly StagePace[],
  durations: readonly DurationUs[],
): ServiceLevel {
  const lineUs = sleDays === null ? percentile(paces.at(-1)?.ages ?? [], USUAL) : sleDays * DAY;
  const source = lineUs === null ? null : sleDays === null ? 'pace' : 'setting';
  if (lineUs === null || durations.length === 0) return { lineUs, source, shareKept: null };
  return { lineUs, source, shareKept: durations.filter((us) => us <= lineUs).length / durations.length };
}
