import type { AttentionRule } from './attention-facts.ts';

const WEEKS = 4;

/** More came than went in each of the last four complete weeks. */
export const growing: AttentionRule = {
  kind: 'growing',
  severity: 10,
  find({ weeks }) {
    const last = weeks.slice(-WEEKS);
    if (last.length < WEEKS || last.some(({ arrivals, departures }) => arrivals <= departures)) return [];
    const arrivals = last.reduce((sum, week) => sum + week.arrivals, 0);
    const departures = last.reduce((sum, week) => sum + week.departures, 0);
    return [
      {
        says: `More began than ended in each of the last ${WEEKS} weeks: ${arrivals} against ${departures}.`,
        facts: { weeks: WEEKS, arrivals, departures },
        subject: { is: 'stream', name: '' },
        since: null,
        page: 'flow',
      },
    ];
  },
};
