import type { Instant } from '@kanban/domain';

/*
 * When people work: Monday to Friday, 9:00 to 12:30 and 13:15 to 17:45 on the stream's clock. Instants are counted in
 * working minutes since Monday 1969-12-29, so that "three working hours later" is an addition.
 */
export const minuteUs = 60_000_000;
export const dayUs = 1_440 * minuteUs;
export const weekUs = 7 * dayUs;
export const workMinutesADay = 480;
export const workMinutesAWeek = 5 * workMinutesADay;

const morningStart = 9 * 60;
const morningEnd = 12 * 60 + 30;
const afternoonStart = 13 * 60 + 15;
const afternoonEnd = 17 * 60 + 45;
const morningMinutes = morningEnd - morningStart;

/** 1970-01-01 was a Thursday. */
const daysFromMonday = 3;

/** The instant `minutes` of working time after `at`; `at` may lie outside working hours. */
export function afterWork(at: Instant, minutes: number): Instant {
  return fromWorkMinutes(toWorkMinutes(at) + minutes);
}

/** The working minutes from `from` to `to`; at least 0 if `to` is not before `from`. */
export function workMinutesBetween(from: Instant, to: Instant): number {
  return toWorkMinutes(to) - toWorkMinutes(from);
}

/** Midnight of the Monday on or before `at`. */
export function mondayOf(at: Instant): Instant {
  const days = Math.floor(at / dayUs) + daysFromMonday;
  return (days - (days % 7) - daysFromMonday) * dayUs;
}

function toWorkMinutes(at: Instant): number {
  const day = Math.floor(at / dayUs);
  const minute = (at - day * dayUs) / minuteUs;
  const days = day + daysFromMonday;
  const week = Math.floor(days / 7);
  const weekday = days - week * 7;
  if (weekday >= 5) return (week + 1) * workMinutesAWeek;
  return week * workMinutesAWeek + weekday * workMinutesADay + workedBy(minute);
}

function workedBy(minute: number): number {
  if (minute < morningStart) return 0;
  if (minute < morningEnd) return minute - morningStart;
  if (minute < afternoonStart) return morningMinutes;
  if (minute < afternoonEnd) return morningMinutes + minute - afternoonStart;
  return workMinutesADay;
}

function fromWorkMinutes(work: number): Instant {
  const workday = Math.floor(work / workMinutesADay);
  const rest = work - workday * workMinutesADay;
  const week = Math.floor(workday / 5);
  const day = week * 7 + (workday - week * 5) - daysFromMonday;
  const minute = rest < morningMinutes ? morningStart + rest : afternoonStart + rest - morningMinutes;
  return day * dayUs + Math.round(minute * minuteUs);
}

/** The next Tuesday or Thursday at 15:00 after `at`: when releases go out. */
export function nextRelease(at: Instant): Instant {
  const monday = mondayOf(at);
  for (const day of [1, 3, 8]) {
    const release = monday + day * dayUs + 15 * 60 * minuteUs;
    if (release > at) return release;
  }
  throw new RangeError('unreachable: the Tuesday of next week is after every instant of this one');
}
