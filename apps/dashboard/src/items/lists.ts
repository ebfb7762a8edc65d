import type { AnswerToQuestion } from '@kanban/api';
import { type BehindList, formatDuration, type ZonedDates } from '@kanban/charts';

export interface BehindTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly reference: string | null; readonly cells: readonly string[] }[];
}

type Reader<List extends BehindList> = (
  answer: AnswerToQuestion<List>,
  dates: ZonedDates,
  only: string | null,
) => BehindTable;

const duration = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

/** The columns of each list that a mark can lead to; `only` is a queue, change or reason that the API cannot be asked for. */
export const lists: { readonly [List in BehindList]: Reader<List> } = {
  leadTimeItems: ({ items }, dates) => ({
    columns: ['Item', 'Description', 'Took', 'Finished'],
    rows: items.map(({ reference, shortDesc, leadTimeMs, finishedAt }) => ({
      reference,
      cells: [shortDesc ?? '', duration(leadTimeMs), dates.dateTime(finishedAt)],
    })),
  }),
  workItems: ({ items }, dates) => ({
    columns: ['Item', 'Description', 'Queue', 'Age', 'In this queue', 'Assignee', 'Due'],
    rows: items.map((item) => ({
      reference: item.reference,
      cells: [
        item.shortDesc ?? '',
        item.queue + (item.isBlocked ? ', blocked' : ''),
        duration(item.ageMs),
        duration(item.timeInQueueMs),
        item.assignee ?? '',
        item.deadline === null ? '' : dates.date(item.deadline),
      ],
    })),
  }),
  changedItems: ({ items }, dates, only) => ({
    columns: ['Item', 'Description', 'What', 'When', 'Queue'],
    rows: items
      .filter(({ change }) => only === null || only.split(',').includes(change))
      .map(({ reference, shortDesc, change, at, queue }) => ({
        reference,
        cells: [shortDesc ?? '', changeWords(change), dates.dateTime(at), queue ?? ''],
      })),
  }),
  blockedIntervals: ({ intervals }, dates, only) => ({
    columns: ['Item', 'Reason', 'Blocked for', 'From', 'Until', 'Queue'],
    rows: intervals
      .filter(
        ({ reason, queue }) => only === null || only === normalised(reason) || only === `queue:${queue}`,
      )
      .map((block) => ({
        reference: block.reference,
        cells: [
          block.reason,
          duration(block.durationMs),
          dates.dateTime(block.blockedAt),
          block.unblockedAt === null ? 'it lasts' : dates.dateTime(block.unblockedAt),
          block.queue ?? '',
        ],
      })),
  }),
  timeInQueueItems: ({ items }, dates, only) => ({
    columns: ['Item', 'Description', only === null ? 'Waiting' : `In ${only}`, 'In all', 'Finished'],
    rows: items
      .filter(({ queues }) => only === null || (queues[only] ?? 0) > 0)
      .toSorted((a, b) => (b.queues[only ?? ''] ?? b.waitingMs) - (a.queues[only ?? ''] ?? a.waitingMs))
      .map((item) => ({
        reference: item.reference,
        cells: [
          item.shortDesc ?? '',
          duration(only === null ? item.waitingMs : (item.queues[only] ?? 0)),
          duration(item.totalMs),
          item.finishedAt === null ? '' : dates.dateTime(item.finishedAt),
        ],
      })),
  }),
  dataQualityFindings: ({ findings }, dates) => ({
    columns: ['Item', 'Queue', 'When', 'What was found'],
    rows: findings.map(({ reference, queue, at, detail }) => ({
      reference,
      cells: [
        queue ?? '',
        at === null ? '' : dates.dateTime(at),
        Object.entries(detail)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => `${spaced(name)}: ${value}`)
          .join(', '),
      ],
    })),
  }),
  slaItems: ({ items }, dates) => ({
    columns: ['Item', 'Description', 'Late by', 'Promised', 'Finished'],
    rows: items.map(({ reference, shortDesc, lateByMs, deadline, finishedAt }) => ({
      reference,
      cells: [
        shortDesc ?? '',
        lateByMs === null ? 'not yet' : duration(lateByMs),
        dates.date(deadline),
        finishedAt === null ? 'open' : dates.date(finishedAt),
      ],
    })),
  }),
};

/** As the API joins reasons that mean the same: case folded, blanks joined. */
function normalised(reason: string): string {
  return reason.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** `movedBack` as `moved back`. */
function changeWords(change: string): string {
  return spaced(change);
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
