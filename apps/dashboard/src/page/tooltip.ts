import type { Tip } from '@kanban/charts';
import type { Item } from 'vega';
import { fill, h } from './dom.ts';

const GAP = 14;

/** One tooltip for all charts. The tables under the charts have the same texts. */
export function createTooltip() {
  const box = h('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true });
  document.body.append(box);
  return (_handler: unknown, event: MouseEvent, item: Item | null, value: unknown): void => {
    const tip = value === null || value === undefined ? null : tipOf(item);
    box.hidden = tip === null;
    if (tip === null) return;
    fill(
      box,
      ...tip.map(([name, text]) =>
        name === ''
          ? h('p', { class: 'tooltip-title' }, text)
          : h('div', { class: 'tooltip-line' }, h('span', {}, name), h('b', {}, text)),
      ),
    );
    const { width, height } = box.getBoundingClientRect();
    const left = event.clientX + GAP + width > innerWidth ? event.clientX - GAP - width : event.clientX + GAP;
    const top = Math.min(event.clientY + GAP, innerHeight - height - 4);
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${Math.max(4, top)}px`;
  };
}

/** A chart's row carries its own `tip`; over a nearest-point overlay, the row lies one level deeper. */
function tipOf(item: Item | null): Tip | null {
  const datum = item?.datum as { tip?: Tip; datum?: { tip?: Tip } } | undefined;
  return datum?.tip ?? datum?.datum?.tip ?? null;
}
