import { intervalIndexAt, intervalsOf } from '../calendar/intervals.ts';
import { workingTimeBetween } from '../calendar/working-time.ts';
import type { Check, CheckedLog, Finding } from './checked-log.ts';

const LEAST_DAYS = 3;

interface Day {
  start: number;
  label: string;
  isWorked: boolean;
  rows: number;
}

/** Three or more successive working days without a row, if the other working days have at least one row on average. */
export const gaps: Check = {
  check: 'gaps',
  severity: 'warning',
  distorts: 'forecasts and throughput: a zero may be an outage',
  find(log) {
    const days = wholeDays(log);
    const silences = silencesIn(days);
    const silent = silences.reduce((sum, { workingDays }) => sum + workingDays, 0);
    const otherDays = days.filter(({ isWorked }) => isWorked).length - silent;
    const rows = days.reduce((sum, day) => sum + day.rows, 0);
    if (otherDays === 0 || rows / otherDays < 1) return [];
    return silences.map(
      ({ from, to, workingDays }): Finding => ({
        itemId: null,
        queueId: null,
        at: from.start,
        detail: { from: from.label, to: to.label, workingDays },
      }),
    );
  },
};

/** Complete local days of the range on which the stream existed. */
function wholeDays({ range, beganAt, now, calendar, rows }: CheckedLog): Day[] {
  const all = intervalsOf(range, 'day');
  const days = all.map(({ start, end, label }) => ({
    start,
    label,
    isWorked: workingTimeBetween(start, end, calendar) > 0,
    rows: 0,
  }));
  for (const { occurredAt } of rows) {
    const day = days[intervalIndexAt(all, occurredAt)];
    if (day) day.rows += 1;
  }
  return days.filter((_, place) => {
    const { end, partial } = all[place] as (typeof all)[number];
    return !partial && end <= now && beganAt !== null && end > beganAt;
  });
}

/** Successive working days without a row. Days off between them do not count; work on a day off ends the gap. */
function silencesIn(days: readonly Day[]): { from: Day; to: Day; workingDays: number }[] {
  const silences: { from: Day; to: Day; workingDays: number }[] = [];
  let run: Day[] = [];
  const close = () => {
    const [from, to] = [run[0], run.at(-1)];
    if (from && to && run.length >= LEAST_DAYS) silences.push({ from, to, workingDays: run.length });
    run = [];
  };
  for (const day of days) {
    if (day.rows > 0) close();
    else if (day.isWorked) run.push(day);
  }
  close();
  return silences;
}
