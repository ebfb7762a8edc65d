import { formatDuration } from '../format/durations.ts';
import type { Snapshot } from '../view/board.ts';
import { fill, h } from './dom.ts';

const AVERAGE =
  'items finished in the range, divided by the time of the range that is over, told for a week (7 days) or for an interval of ' +
  'the chart (a month is 30.4 days); an interval that the range cuts, or that is not over, counts with the time it has had';

/** How the numbers on the page were made, in the API's own words. */
export function createProvenance(apiUrl: URL) {
  const list = h('dl', { class: 'facts' });
  const element = h(
    'details',
    { class: 'provenance' },
    h('summary', {}, 'How these numbers are made'),
    list,
    h('p', {}, h('a', { href: new URL('docs', apiUrl).href }, 'The API and its definitions')),
  );
  let shown = '';
  return {
    element,
    update({ remotes, request }: Snapshot): void {
      const { leadTime, cumulativeFlow, throughput, sla } = remotes;
      const lastIds = [leadTime, cumulativeFlow, throughput, sla].flatMap(
        ({ answer }) => answer?.lastAuditId ?? [],
      );
      const expected = sla.answer?.definitions.expectedLeadTimeMs;
      const facts: [string, string | undefined][] = [
        [
          'Range',
          request ? `${request.from} to ${request.to}, both included, ${request.timeZone}` : undefined,
        ],
        ['Clock', leadTime.answer?.definitions.clock],
        ['Lead time of', leadTime.answer?.definitions.population],
        ['Percentiles', leadTime.answer?.definitions.percentileMethod],
        ['Cumulative flow', cumulativeFlow.answer?.definitions.point],
        ['Throughput', throughput.answer?.definitions.population],
        ['Average throughput', throughput.answer ? AVERAGE : undefined],
        ['Promise', sla.answer?.definitions.deadline],
        ['In time', sla.answer?.definitions.hit],
        ['At risk', sla.answer?.definitions.atRisk],
        ['Expected', typeof expected === 'number' ? formatDuration(expected) : undefined],
        ['Read up to', lastIds.length > 0 ? `row ${Math.max(...lastIds)} of the audit log` : undefined],
      ];
      const known = facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
      if (shown === JSON.stringify(known)) return;
      shown = JSON.stringify(known);
      fill(list, ...known.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
    },
  };
}
