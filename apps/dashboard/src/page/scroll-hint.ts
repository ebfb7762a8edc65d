import { h } from './dom.ts';

/** A line that says there are more columns, shown only while `box` is narrower than what it holds. */
export function scrollHint(box: HTMLElement): HTMLElement {
  const hint = h('p', { class: 'scroll-hint', hidden: true }, 'Scroll sideways for more columns');
  const measure = () => {
    hint.hidden = box.scrollWidth <= box.clientWidth + 1;
  };
  // The box when the window changes, and what it holds when there are other rows.
  const sizes = new ResizeObserver(measure);
  sizes.observe(box);
  new MutationObserver(() => {
    for (const child of box.children) sizes.observe(child);
    measure();
  }).observe(box, { childList: true });
  return hint;
}
