import type { AgeingAnswer } from '@kanban/api';
import type { AttentionAnswer, ChangesAnswer } from '@kanban/charts';
import {
  cumulativeFlowOf,
  leadTimeOf,
  queuesOf,
  sampleAnswers,
  slaOf,
  throughputOf,
} from '@kanban/charts/sample-answers';
import type { CsvFile } from '../ask/csv-file.ts';
import type { ReportData } from '../ask/report-data.ts';

/** A report of a stream with so many days and items, as the API might have answered. */
export function sampleReport(size: number, change: Partial<ReportData> = {}): ReportData {
  const answers = {
    leadTime: leadTimeOf(size),
    throughput: throughputOf(size),
    sla: slaOf(size),
    problems: {},
  };
  const period = { from: '2026-03-16', to: '2026-03-22', name: 'Week 12, 16 Mar 2026 to 22 Mar 2026' };
  const before = { from: '2026-03-09', to: '2026-03-15', name: 'Week 11, 9 Mar 2026 to 15 Mar 2026' };
  return {
    stream: 'main',
    timeZone: 'Europe/Berlin',
    madeAt: '2026-03-23T06:00:00.000Z',
    period,
    figures: answers,
    before,
    figuresBefore: answers,
    charted: period,
    chartedBefore: before,
    chartsBefore: answers,
    charts: {
      ...answers,
      cumulativeFlow: cumulativeFlowOf(size),
      ageing: sampleAnswers.ageing?.(size) as AgeingAnswer,
      leadTimeIntervals: sampleAnswers.leadTimeIntervals?.(size) as { timeZone: string },
    },
    queues: queuesOf(4),
    attention: attentionOf(size),
    changes: { changes: [{ change: 'finished', items: size, times: size }] } as ChangesAnswer,
    csvs: [csvOf('Throughput', 'throughput_main.csv', 200)],
    ...change,
  };
}

/** So many late items, and a queue that is full. */
export function attentionOf(size: number): AttentionAnswer {
  const late = Array.from({ length: size }, (_, n) => ({
    ...{ kind: 'late', severity: 1, says: `KF-${n} is ${n + 1} days late <b>`, facts: {} },
    ...{
      reference: `KF-${n}`,
      shortDesc: null,
      queue: null,
      assignee: null,
      since: '2026-03-19T23:30:00.000000Z',
      link: './',
    },
  }));
  const full = {
    ...late[0],
    kind: 'queueFull',
    severity: 6,
    says: 'test is full',
    reference: null,
    queue: 'test',
  };
  const lines = size === 0 ? [] : [...late, full];
  return { timeZone: 'Europe/Berlin', total: lines.length, lines } as unknown as AttentionAnswer;
}

export function csvOf(title: string, name: string, bytes: number): CsvFile {
  return { title, name, content: Buffer.alloc(bytes, 'x') };
}
