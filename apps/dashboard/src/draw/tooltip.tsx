import type { Tip } from '@kanban/charts';
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Shown {
  readonly tip: Tip;
  /** In pixels of the window. */
  readonly left: number;
  readonly top: number;
}

const GAP = 14;
const shown = signal<Shown | null>(null);

/** Shows the words of a mark beside a place of the window; null hides them. */
export function showTip(tip: Tip | null, place: { left: number; top: number } = { left: 0, top: 0 }): void {
  shown.value = tip && { tip, ...place };
}

/** One tooltip for all charts. The tables under the charts have the same texts. */
export function Tooltip() {
  const box = useRef<HTMLDivElement>(null);
  const at = shown.value;
  useLayoutEffect(() => {
    const element = box.current;
    if (!at || !element) return;
    const { width, height } = element.getBoundingClientRect();
    const left = at.left + GAP + width > innerWidth ? at.left - GAP - width : at.left + GAP;
    element.style.left = `${Math.max(4, left)}px`;
    element.style.top = `${Math.max(4, Math.min(at.top + GAP, innerHeight - height - 4))}px`;
  }, [at]);
  return (
    <div ref={box} class="tooltip" aria-hidden="true" hidden={at === null}>
      {at?.tip.map(([name, text]) =>
        name === '' ? (
          <p key={text} class="tooltip-title">
            {text}
          </p>
        ) : (
          <div key={name} class="tooltip-line">
            <span>{name}</span>
            <b>{text}</b>
          </div>
        ),
      )}
    </div>
  );
}
