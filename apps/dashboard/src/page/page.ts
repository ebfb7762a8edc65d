import { type Client, type FlowPolicy, type TableTitle, tableAddress } from '@kanban/api';
import {
  type Csv,
  chartsOfPage,
  cumulativeFlow,
  isCalendarDate,
  misses,
  outlook,
  zonedDates,
} from '@kanban/charts';
import { spreadsheetDialect } from '../api/spreadsheet-dialect.ts';
import type { TokenStore } from '../api/token.ts';
import type { Snapshot } from '../view/board.ts';
import type { View } from '../view/view.ts';
import { createChartCard } from './chart-card.ts';
import { fill, h } from './dom.ts';
import { csvLink } from './download.ts';
import { createControls } from './header.ts';
import { createItemDialog } from './item-dialog.ts';
import { createItemTable } from './item-tables.ts';
import { createKeyFigures } from './key-figures.ts';
import { createNotices } from './notices.ts';
import { createProvenance } from './provenance.ts';
import { createThemeButton } from './theme.ts';
import { createTokenDialog } from './token-dialog.ts';
import { createTooltip } from './tooltip.ts';

interface Wiring {
  readonly apiUrl: URL;
  readonly client: Client;
  readonly tokens: TokenStore;
  choose(change: Partial<View>): void;
  retry(): void;
}

/** Builds the page once; `update` brings it up to date. */
export function createPage({ apiUrl, client, tokens, choose, retry }: Wiring): (snapshot: Snapshot) => void {
  const openItem = (reference: string) => choose({ item: reference });
  const tooltip = createTooltip();
  const csvLinks: [HTMLAnchorElement, TableTitle][] = [];
  const csv = ({ table, words }: Csv) => {
    const link = csvLink(client, tokens, words);
    csvLinks.push([link, table]);
    return link;
  };

  const policy = policyChoice((value) => choose({ policy: value }));
  const cards = chartsOfPage.map((chart) => {
    const tools = chart.id === cumulativeFlow.id ? { tools: policy.element } : {};
    return { chart, card: createChartCard(chart, { csv: csv(chart.csv), tooltip, openItem, ...tools }) };
  });
  const lists = [misses, outlook].map((list) => createItemTable(list, { csv: csv(list.csv), openItem }));
  const controls = createControls(choose);
  const figures = createKeyFigures();
  const notices = createNotices({ retry, choose });
  const provenance = createProvenance(apiUrl);
  const itemDialog = createItemDialog(client, () => choose({ item: null }));
  const tokenDialog = createTokenDialog(tokens, retry);
  const heading = h('h1', {}, 'Kanban Flow');
  const updated = h('p', { class: 'updated' }, '\u00a0');

  fill(
    document.body,
    h('a', { class: 'skip-link', href: '#board' }, 'Skip to the charts'),
    h(
      'header',
      { class: 'top' },
      h(
        'div',
        { class: 'brand' },
        h('img', { src: './favicon.svg', alt: '', width: 28, height: 28 }),
        'Kanban Flow',
      ),
      controls.element,
      createThemeButton(),
    ),
    h(
      'main',
      { id: 'board', tabindex: -1 },
      h('div', { class: 'headline' }, heading, updated),
      notices.element,
      figures.element,
      h(
        'div',
        { class: 'grid' },
        ...cards.map(({ card }) => card.element),
        ...lists.map(({ element }) => element),
      ),
    ),
    h('footer', { class: 'bottom' }, provenance.element),
    itemDialog.element,
    tokenDialog.element,
    ...document.querySelectorAll('.tooltip'),
  );

  return (snapshot) => {
    const { remotes, request, view, stream } = snapshot;
    controls.update(snapshot);
    policy.update(view.policy);
    notices.update(snapshot);
    figures.update(remotes);
    for (const { chart, card } of cards) card.update(remotes[chart.asks], request);
    for (const list of lists) list.update(remotes.sla);
    provenance.update(snapshot);
    for (const [link, title] of csvLinks) {
      if (request) link.href = tableAddress(client, title, request, spreadsheetDialect());
      else link.removeAttribute('href');
    }
    tokenDialog.show(snapshot.failure?.reason === 'tokenNeeded');
    void itemDialog.show(view.item, view.timeZone);
    const [title, subtitle] = headlineOf(snapshot);
    heading.textContent = title;
    updated.textContent = subtitle;
    document.title = stream ? `${stream.name}, ${rangeText(snapshot)} – Kanban Flow` : 'Kanban Flow';
  };
}

function headlineOf({ stream, view, answeredAt, ...snapshot }: Snapshot): [string, string] {
  const name = stream?.name ?? view.stream ?? 'Kanban Flow';
  if (!stream) return [name, '\u00a0'];
  const zone = view.timeZone ?? stream.timeZone;
  let asOf = '';
  try {
    asOf =
      answeredAt === null || snapshot.failure !== null ? '' : `, as of ${zonedDates(zone).time(answeredAt)}`;
  } catch {
    // A zone that the browser does not know: the API explains what is wrong.
  }
  return [name, `${rangeText({ stream, view, answeredAt, ...snapshot })}${asOf}, ${zone}`];
}

function rangeText({ request }: Snapshot): string {
  if (!request) return '';
  // An invalid date is shown as it was requested: the API explains what is wrong.
  const readable = (bound: string) => (isCalendarDate(bound) ? zonedDates('UTC').date(bound) : bound);
  return `${readable(request.from)} to ${readable(request.to)}`;
}

/** The queue in which an item counts that moved back: its present one, or the furthest one. */
function policyChoice(choose: (policy: FlowPolicy) => void) {
  const options: [FlowPolicy, string, string][] = [
    ['occupancy', 'Where items are', 'A line dips when an item moves back'],
    ['highWater', 'Furthest reached', 'No line ever falls'],
  ];
  const radios = options.map(([value]) =>
    h('input', { type: 'radio', name: 'policy', value, onchange: () => choose(value) }),
  );
  const element = h(
    'fieldset',
    { class: 'segments small' },
    h('legend', { class: 'visually-hidden' }, 'Count an item'),
    ...options.map(([, text, title], place) => h('label', { title }, radios[place], h('span', {}, text))),
  );
  return {
    element,
    update(policy: FlowPolicy): void {
      for (const radio of radios) radio.checked = radio.value === policy;
    },
  };
}
