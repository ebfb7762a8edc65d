import type { ChartTable } from '@kanban/charts';
import { h } from './dom.ts';

/** `openItem` makes links of the cells of a column of items. */
export function dataTable(
  { columns, rows }: ChartTable,
  caption: string,
  openItem: (reference: string) => void,
): HTMLTableElement {
  return h(
    'table',
    {},
    h('caption', { class: 'visually-hidden' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...columns.map(({ title, isNumber }) =>
          h('th', { scope: 'col', class: isNumber && 'number' }, title),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h(
          'tr',
          {},
          ...row.map((text, place) => {
            const column = columns[place];
            return h(
              'td',
              { class: column?.isNumber ? 'number' : column?.isText && 'text' },
              column?.isItem ? itemButton(text, openItem) : text,
            );
          }),
        ),
      ),
    ),
  );
}

export function itemButton(reference: string, openItem: (reference: string) => void): HTMLButtonElement {
  return h('button', { type: 'button', class: 'link', onclick: () => openItem(reference) }, reference);
}
