import { provenance } from '@kanban/charts';
import type { Snapshot } from '../view/board.ts';
import { fill, h } from './dom.ts';

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
      const range: [string, string][] = request
        ? [['Range', `${request.from} to ${request.to}, both included, ${request.timeZone}`]]
        : [];
      const facts = provenance({
        leadTime: leadTime.answer,
        cumulativeFlow: cumulativeFlow.answer,
        throughput: throughput.answer,
        sla: sla.answer,
      });
      const known = [...range, ...facts];
      if (shown === JSON.stringify(known)) return;
      shown = JSON.stringify(known);
      fill(list, ...known.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
    },
  };
}
