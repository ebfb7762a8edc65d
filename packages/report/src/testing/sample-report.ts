import { cumulativeFlowOf, leadTimeOf, queuesOf, slaOf, throughputOf } from '@kanban/charts/sample-answers';
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
  return {
    stream: 'main',
    timeZone: 'Europe/Berlin',
    madeAt: '2026-03-23T06:00:00.000Z',
    period,
    figures: answers,
    before: { from: '2026-03-09', to: '2026-03-15', name: 'Week 11, 9 Mar 2026 to 15 Mar 2026' },
    figuresBefore: answers,
    charted: period,
    charts: { ...answers, cumulativeFlow: cumulativeFlowOf(size) },
    queues: queuesOf(4),
    csvs: [csvOf('Throughput', 'throughput_main.csv', 200)],
    ...change,
  };
}

export function csvOf(title: string, name: string, bytes: number): CsvFile {
  return { title, name, content: Buffer.alloc(bytes, 'x') };
}
