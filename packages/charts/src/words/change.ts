import { formatDuration, unitFor } from '@kanban/domain/text';
import { formatAverage, formatShare, stepOfShare } from '../format/numbers.ts';

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
  /** What it is compared with, in words: `before`. */
  readonly than?: string;
  /** How many items either figure is of: under five are too few to judge by. */
  readonly sizes?: readonly [now: number, before: number];
  format(value: number): string;
  /** What the last digit that `format` shows is worth; 1 unless said. */
  readonly step?: number;
  /** The size of a difference, where it reads unlike a value: percentage points. */
  formatDifference?(value: number): string;
}

/** The comparison of an answer, as far as it is put into words. */
interface Told {
  readonly changes: readonly {
    readonly figure: string;
    readonly difference: number | null;
    readonly direction: Direction;
    readonly reason: 'noItems' | 'tooFewItems' | null;
  }[];
}

/** How values of one kind are read beside each other. */
export type Reading = Required<Pick<Compared, 'format' | 'step'>>;

const FEWEST = 5;

/** Null without both figures. Two that read alike are the same. */
export function changeOf({ sizes, good, ...compared }: Compared): Change | null {
  const { now, before } = compared;
  if (now === null || before === null) return null;
  const isFew = sizes?.some((count) => count < FEWEST) ?? false;
  const isBetter = now > before === (good === 'more');
  const direction = good === null ? null : isBetter ? 'better' : 'worse';
  return worded({ ...compared, now, before, isFew, direction });
}

/** What an answer itself says of a figure: see `compareWith`. Null where it says nothing. */
export function toldChange(
  comparison: Told | null,
  figure: string,
  before: number | null | undefined,
  { format, step }: Reading,
  than = 'before',
): Change | null {
  const told = comparison?.changes.find((change) => change.figure === figure);
  if (told?.difference == null || before == null) return null;
  const { difference, direction, reason } = told;
  return worded({
    now: before + difference,
    before,
    isFew: reason === 'tooFewItems',
    direction,
    format,
    step,
    than,
  });
}

interface Worded extends Pick<Compared, 'format' | 'step' | 'formatDifference' | 'than'> {
  readonly now: number;
  readonly before: number;
  readonly isFew: boolean;
  readonly direction: Direction;
}

function worded(compared: Worded): Change {
  const { now, before, isFew, direction, format, step = 1, than = 'before' } = compared;
  const { formatDifference = format } = compared;
  const then = format(before);
  if (format(now) === then) return { direction: 'same', words: `= the same as ${than}` };
  const isMore = now > before;
  // Of what is read, so that whoever subtracts finds the same; of two that are less than a step apart, the true one.
  const steps = Math.abs(Math.round(now / step) - Math.round(before / step));
  const size = formatDifference(steps === 0 ? Math.abs(now - before) : steps * step);
  const words = `${isMore ? '▲' : '▼'} ${size} ${isMore ? 'more' : 'less'} than ${than} (${then})`;
  if (isFew) return { direction: null, words: `${words}; too few items to judge` };
  return { direction, words: direction === null ? words : `${words}: ${direction}` };
}

type Values = Omit<Compared, 'format' | 'step' | 'formatDifference'>;

/** How durations up to this one are told beside each other: in one unit. */
export function inUnitOf(largestMs: number): Reading {
  const unit = unitFor(largestMs);
  return { format: (ms) => formatDuration(ms, unit), step: unit.ms / 10 };
}

/** How averages are told. */
export const AVERAGES: Reading = { format: formatAverage, step: 0.1 };

/** A difference of two durations. */
export function durationChangeOf(compared: Values): Change | null {
  return changeOf({ ...compared, ...inUnitOf(Math.max(compared.before ?? 0, compared.now ?? 0)) });
}

/** A difference of two averages. */
export function averageChangeOf(compared: Values): Change | null {
  return changeOf({ ...compared, ...AVERAGES });
}

/** `1 point`, `2.4 points` */
function pointsOf(share: number): string {
  const points = formatAverage(share * 100);
  return `${points} ${points === '1' ? 'point' : 'points'}`;
}

/** A difference of two shares, in percentage points. */
export function shareChangeOf(compared: Values): Change | null {
  return changeOf({
    ...compared,
    format: formatShare,
    step: Math.max(stepOfShare(compared.now ?? 0), stepOfShare(compared.before ?? 0)),
    formatDifference: pointsOf,
  });
}

/** The end of a sentence: `; ▲ 3 days more than before (12 days): worse`, or nothing. */
export function andChange(change: Change | null): string {
  return change === null ? '' : `; ${change.words}`;
}
