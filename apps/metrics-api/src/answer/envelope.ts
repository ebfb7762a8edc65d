import { dueDayOf, formatInstant, type Instant, type Interval, isComplete, type Range } from '@kanban/domain';
import type { Stream } from '../load/stream.ts';

/** As of when an answer is, and whether it stays what it is. */
export function knownEnvelope({ now, isSettled }: Pick<Stream, 'now' | 'isSettled'>) {
  return { asOf: formatInstant(now), isSettled };
}

/** The first fields of every answer about a moment. */
export function presentEnvelope(stream: Stream, timeZone: string) {
  return {
    valueStream: stream.name,
    timeZone,
    lastAuditId: stream.lastAuditId,
    ...knownEnvelope(stream),
  };
}

/** The first fields of every answer about a range. */
export function rangeEnvelope(stream: Stream, range: Range) {
  return {
    valueStream: stream.name,
    timeZone: range.timeZone,
    from: formatInstant(range.from),
    to: formatInstant(range.to),
    lastAuditId: stream.lastAuditId,
    ...knownEnvelope(stream),
  };
}

/** The table of an answer about a range: its name is what it is, stream, first and last local date. */
export function csvOfRange(what: string, stream: Stream, range: Range) {
  return { name: [what, stream.name, range.fromLocal, range.toLocal], timeZone: range.timeZone };
}

export function intervalFields(interval: Interval, now: Instant) {
  return {
    start: formatInstant(interval.start),
    end: formatInstant(interval.end),
    label: interval.label,
    isComplete: isComplete(interval, now),
  };
}

/** A date that there is not, from before such were refused, is none here. */
export function optionalInstant(instant: Instant | null): string | null {
  return instant === null || Number.isNaN(instant) ? null : formatInstant(instant);
}

/** A due date: a day as `YYYY-MM-DD`, any other time as an instant. */
export function dueFields(dueAt: Instant | null) {
  const day = dueAt === null ? null : dueDayOf(dueAt);
  return { dueAt: day ?? optionalInstant(dueAt), dueIsDay: day !== null };
}

export function milliseconds(us: number): number;
export function milliseconds(us: number | null): number | null;
export function milliseconds(us: number | null): number | null {
  return us === null ? null : us / 1000;
}
