import {
  type ComparedFigure,
  comparedRange,
  EARLIEST_DATE,
  type FigureChange,
  figureChange,
  formatInstant,
  type Instant,
  type Range,
  resolveRange,
} from '@kanban/domain';
import { refusal } from './invalid-parameter.ts';

type Named = Omit<ComparedFigure, 'previous' | 'previousItems'>;

/** What an answer sums up a range to, and which of its numbers can be compared. */
export interface Summarised<Summary> {
  summary: Summary;
  figures: readonly Named[];
}

export interface Comparison<Summary> {
  from: string;
  to: string;
  summary: Summary;
  changes: (FigureChange & { reason: 'noItems' | 'tooFewItems' | null })[];
}

/**
 * The same summary of the period that `compareWith` names, and how each figure differs; null where none is asked for, and where
 * it would begin before the first day that an answer can be about. Throws Refused and InvalidInput for a period that is none.
 */
export async function askedComparison<Summary>(
  { compareWith }: { compareWith: string },
  { range, at }: { range: Range; at: Instant },
  present: Summarised<Summary>,
  summarise: (range: Range) => Promise<Summarised<Summary>>,
): Promise<Comparison<Summary> | null> {
  if (compareWith === 'none') return null;
  const other = otherRange(compareWith, range, at);
  // Before year 0 a date has a sign, which sorts before any digit.
  if (other.fromLocal < EARLIEST_DATE) return null;
  const { summary, figures } = await summarise(other);
  const changes = present.figures.map((figure, place) => {
    const before = figures[place];
    const previous = { previous: before?.value ?? null, previousItems: before?.items ?? 0 };
    return figureChange({ ...figure, ...previous }) as Comparison<Summary>['changes'][number];
  });
  return { from: formatInstant(other.from), to: formatInstant(other.to), summary, changes };
}

function otherRange(compareWith: string, range: Range, at: Instant): Range {
  if (compareWith === 'previous' || compareWith === 'lastYear') return comparedRange(range, compareWith);
  const [from = '', to = ''] = compareWith.split('..');
  try {
    return resolveRange({ from, to, timeZone: range.timeZone, now: at });
  } catch {
    throw refusal('compareWith', 'is no period', 'two dates or instants in order: 2026-01-01..2026-03-31');
  }
}
