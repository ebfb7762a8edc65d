import { ApiFailure } from '@kanban/api';
import type { ClaimedDelivery } from '@kanban/ledger';
import { askReport, type ReportMail, renderReportMail } from '@kanban/report';
import pLimit from 'p-limit';
import type { Config } from '../../../config.ts';
import { BadReportEvent, type ReportEvent, reportEventOf } from './report-event.ts';

export const REPORT_TOPIC = 'report.weekly';

/** Weeks in the charts, including the report's week. */
const CHART_WEEKS = 12;
/** A larger CSV is left out of the mail, and reading it stops here. */
const MOST_CSV_BYTES = 4_000_000;
/**
 * A report needs a processor and, for a busy stream, hundreds of megabytes for some seconds; on Monday morning all are
 * due.
 */
const MADE_AT_A_TIME = 2;
/** All recipients of one report get the same one, unless a retry comes later than this. */
const KEPT_MS = 60_000;

type MadeReport =
  | { readonly kind: 'made'; readonly mail: ReportMail; readonly event: ReportEvent }
  | { readonly kind: 'failed' | 'refused'; readonly error: string; readonly mayHaveArrived: false };

export type MakeReport = (delivery: ClaimedDelivery) => Promise<MadeReport>;

/**
 * Makes the weekly report when it is sent: reads the metrics API with the notifier's token and draws. Problems that may
 * pass (the API or its database is away, a token is missing) are retried like any failure; others (no such stream, no
 * week in the payload) make a dead letter. Each event is read and drawn once for all recipients; a kill leaves only
 * unsent deliveries.
 */
export function createReportMaker(config: Config, stopping: AbortSignal): MakeReport {
  const made = new Map<number, Promise<MadeReport>>();
  const limited = pLimit(MADE_AT_A_TIME);
  return async (delivery) => {
    const { eventId } = delivery;
    const known = made.get(eventId);
    if (known) return known;
    const making = limited(() => makeReport(delivery, config, stopping));
    made.set(eventId, making);
    const { kind } = await making.catch(() => ({ kind: 'failed' }));
    // A failed report is made again at the next attempt.
    if (kind === 'made') setTimeout(() => made.delete(eventId), KEPT_MS).unref();
    else made.delete(eventId);
    return making;
  };
}

async function makeReport(
  { payload }: ClaimedDelivery,
  config: Config,
  stopping: AbortSignal,
): Promise<MadeReport> {
  try {
    const event = reportEventOf(payload);
    const data = await askReport(
      {
        url: config.reportApiUrl,
        token: () => config.apiToken,
        signal: AbortSignal.any([stopping, AbortSignal.timeout(config.sendTimeoutMs / 2)]),
      },
      {
        stream: event.stream,
        from: event.from,
        to: event.to,
        chartsFrom: weeksBefore(event.from, CHART_WEEKS - 1),
        mostCsvBytes: MOST_CSV_BYTES,
        ...config.reportDialect,
      },
    );
    const mail = await renderReportMail(data, { dashboardUrl: config.dashboardUrl, notes: event.notes });
    return { kind: 'made', mail, event };
  } catch (error) {
    const reason = (error as Error).message;
    if (error instanceof BadReportEvent || (error instanceof ApiFailure && error.reason === 'refused')) {
      return { kind: 'refused', error: reason, mayHaveArrived: false };
    }
    if (error instanceof ApiFailure || isGivenUp(error)) {
      const hint = error instanceof ApiFailure && error.reason === 'tokenNeeded' ? ' Set API_TOKEN.' : '';
      return { kind: 'failed', error: `No report yet: ${reason}${hint}`, mayHaveArrived: false };
    }
    throw error;
  }
}

function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && ['AbortError', 'TimeoutError'].includes(error.name);
}

function weeksBefore(date: string, weeks: number): string {
  return new Date(Date.parse(date) - weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}
