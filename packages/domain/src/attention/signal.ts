import type { AttentionRule } from './attention-facts.ts';

const NAMES: Readonly<Record<string, string>> = {
  throughput: 'Items finished',
  arrivals: 'Items begun',
  wip: 'Items in progress',
  age: 'Average age',
  totalAge: 'Total age',
  cycleTime: 'Cycle time',
  leadTime: 'Lead time',
};

/** A figure is unlike before in the last complete interval. What that means is for people to find out. */
export const behaviourSignal: AttentionRule = {
  kind: 'signal',
  severity: 9,
  find: ({ signals }) =>
    signals.map(({ family, rule, label }) => ({
      says: `${NAMES[family] ?? family} in ${weekName(label)}: unlike before.`,
      facts: { rule, label },
      subject: { is: 'family', name: family },
      since: null,
      page: 'behaviour',
    })),
};

/** `2026-W09` as `week 9`: it is the last one, so nobody asks of which year. */
function weekName(label: string): string {
  const [, week] = /^\d{4}-W(\d\d)$/.exec(label) ?? [];
  return week === undefined ? label : `week ${Number(week)}`;
}
