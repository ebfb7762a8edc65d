import {
  type Backtest,
  backtestHowMany,
  backtestWhen,
  type Calibration,
  type DayRules,
  dateOfDay,
  dayNumber,
  finishedByDay,
  type Instant,
  localDate,
  type Range,
  resolveRange,
} from '@kanban/domain';
import { askedFinishedAt, type FinishedQuery } from '../../answer/asked-finished.ts';
import { loadLogStart } from '../../load/log-start.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';

const DAYS_BACK = 730;
const HISTORY_DAYS = 90;
const PERCENTILE = 85;
/** Of `when`: no number of days follows from its question. */
export const WHEN_STEP = 14;

/** The two complete years before today, as far as there is a log. Null: there is none yet. */
export async function backtestRange(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  { from, to, timeZone }: { from?: string | undefined; to?: string | undefined; timeZone: string },
): Promise<Range | null> {
  const firstAt = await loadLogStart(snapshot, stream.id);
  const today = dayNumber(localDate(at, timeZone));
  const begun = firstAt === null || Number.isNaN(firstAt) ? today : dayNumber(localDate(firstAt, timeZone));
  const last = to ?? dateOfDay(today - 1);
  const first = from ?? dateOfDay(Math.max(begun, today - DAYS_BACK));
  if (from === undefined && to === undefined && first > last) return null;
  return resolveRange({ from: first, to: last, timeZone, now: at });
}

interface Asked {
  stream: Stream;
  at: Instant;
  timeZone: string;
  rules: DayRules;
}

/** How often such a forecast came true, of the 85 % answer: of so many items, or of so many days. */
export async function calibrationOf85(
  snapshot: Snapshot,
  { stream, at, timeZone, rules }: Asked,
  query: FinishedQuery,
  about: { items: number } | { horizonDays: number },
): Promise<Calibration | null> {
  const range = await backtestRange(snapshot, stream, at, { timeZone });
  if (range === null) return null;
  const finishedAt = await askedFinishedAt(snapshot, { stream, range, at }, query);
  const days = finishedByDay(finishedAt, range, at);
  const step = 'items' in about ? WHEN_STEP : about.horizonDays;
  const terms = { rules, percentiles: [PERCENTILE], historyDays: HISTORY_DAYS, step };
  const { calibration }: Backtest<number | string> =
    'items' in about
      ? backtestWhen(days, about.items, terms)
      : backtestHowMany(days, about.horizonDays, terms);
  return calibration[0] ?? null;
}
