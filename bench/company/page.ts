import { type Choices, questions } from '@kanban/api';
import { chartsOfReport } from '@kanban/charts';
import type { Window } from './window.ts';

/** The addresses asked for the charts of a report, of 90 days of a stream. */
export function pageOf({ stream, from, to }: Window): string[] {
  const choices: Choices = {
    stream,
    from: from.slice(0, 10),
    to: to.slice(0, 10),
    timeZone: 'Europe/Berlin',
    pointInterval: 'day',
    barInterval: 'week',
    measure: 'cycle',
    policy: 'highWater',
  };
  const names = [...new Set(chartsOfReport.map(({ asks }) => asks))];
  const asked = names.map((name) => {
    const { path, query } = questions[name];
    const given = Object.entries(query(choices)).filter(([, value]) => value !== undefined);
    return `${path}?${new URLSearchParams(given as [string, string][])}`;
  });
  return ['/v1/value-streams', ...asked];
}
