import { formatDuration, unitFor } from '../format/durations.ts';

/** What a difference means: neither, where more is neither good nor bad, or too little is known. */
export type Direction = 'better' | 'worse' | 'same' | null;

/** A figure beside the same of another range, told by sign and word. */
export interface Change {
  readonly direction: Direction;
  /** `▲ 3 days more than before (12 days): worse` */
  readonly words: string;
}

export interface Compared {
  readonly now: number | null;
  readonly before: number | null;
  /** Which way is good; null: neither. */
  readonly good: 'more' | 'less' | null;
  /** How many items either figure is of: under five are too few to judge by. */
  readonly sizes?: readonly [now: number, before: number];
  format(value: number): string;
  /** The size of a difference, where it reads unlike a value: percentage points. */
  formatDifference?(value: number): string;
}

const FEWEST = 5;

/** Null without both figures. Two that read alike are the same. */
export function changeOf({
  now,
  before,
  good,
  sizes,
  format,
  formatDifference = format,
}: Compared): Change | null {
  if (now === null || before === null) return null;
  const then = format(before);
  if (format(now) === then) return { direction: 'same', words: `= the same as before` };
  const isMore = now > before;
  const sign = isMore ? '▲' : '▼';
  const size = formatDifference(Math.abs(now - before));
  const words = `${sign} ${size} ${isMore ? 'more' : 'less'} than before (${then})`;
  if (sizes?.some((count) => count < FEWEST))
    return { direction: null, words: `${words}; too few items to judge` };
  if (good === null) return { direction: null, words };
  const direction = isMore === (good === 'more') ? 'better' : 'worse';
  return { direction, words: `${words}: ${direction}` };
}

/** A difference of two durations, told in the unit that the earlier reads in. */
export function durationChangeOf(compared: Omit<Compared, 'format' | 'formatDifference'>): Change | null {
  const unit = unitFor(Math.max(compared.before ?? 0, compared.now ?? 0));
  return changeOf({ ...compared, format: (ms) => formatDuration(ms, unit) });
}

/** The end of a sentence: `; ▲ 3 days more than before (12 days): worse`, or nothing. */
export function andChange(change: Change | null): string {
  return change === null ? '' : `; ${change.words}`;
}
