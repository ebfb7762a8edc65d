/** The content of the event `report.weekly`. */
export interface ReportEvent {
  readonly stream: string;
  /** Local dates of the stream, both included. */
  readonly from: string;
  readonly to: string;
  /** Notes for the readers about how it was made, as sentences. */
  readonly notes: readonly string[];
}

/** A payload from which no report can be made. */
export class BadReportEvent extends Error {}

/** A report later than this says so, for readers who expected it earlier. */
const LATE_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Reads a payload, which people may have written by hand. Throws BadReportEvent. */
export function reportEventOf(payload: unknown): ReportEvent {
  const members = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
  const { value_stream: stream, from, to } = members;
  if (typeof stream !== 'string' || !isDate(from) || !isDate(to)) {
    throw new BadReportEvent(
      `A report needs value_stream, from and to (dates such as 2026-11-09), not ${JSON.stringify(payload)}`,
    );
  }
  return { stream, from, to, notes: [...lateNote(members), ...missedNote(members.missed_from, from)] };
}

function lateNote({ due_at: dueAt, written_at: writtenAt }: Record<string, unknown>): string[] {
  const [due, written] = [Date.parse(String(dueAt)), Date.parse(String(writtenAt))];
  if (!(written - due > LATE_MS)) return [];
  const when = new Date(due).toISOString().slice(0, 16).replace('T', ' ');
  return [`This report was due ${when} UTC and comes late: housekeeping did not run at that time.`];
}

function missedNote(missedFrom: unknown, from: string): string[] {
  if (!isDate(missedFrom) || missedFrom >= from) return [];
  const last = new Date(Date.parse(from) - DAY_MS).toISOString().slice(0, 10);
  return [`No report was sent for ${missedFrom} to ${last}; the charts show these days as well.`];
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && Number.isFinite(Date.parse(value));
}
