import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** What is shown, by what it is about. */
export type Parts = ReadonlyMap<Element, readonly [about: string, words: string]>;

const LASTS_MS = 1_600;
/** How long something has lasted changes by itself. */
const DURATION = /\d[\d.,]*\s(?:days?|hours?|minutes?|seconds?|ms)\b/g;
/** More at once is no news of single things. */
export const MOST = 24;

export interface Shown {
  readonly question: string | null;
  readonly answer: unknown;
  /** The parts on the page are those of the answer. */
  readonly isReady: boolean;
}

/**
 * Flashes, once and quietly, the parts that say something else than before in answer to the same question. Not for people who
 * prefer less motion.
 */
export function useFlash(
  host: RefObject<Element | null>,
  { question, answer, isReady }: Shown,
  partsIn: (host: Element) => Parts = markedParts,
): void {
  const last = useRef<{ question: string; said: Map<string, string> } | null>(null);
  useEffect(() => {
    if (!isReady || question === null || !host.current) return;
    const parts = partsIn(host.current);
    const said = new Map([...parts.values()].map(([about, words]) => [about, words]));
    const known = last.current;
    last.current = { question, said };
    if (known?.question !== question) return;
    const changed = [...parts].filter(([, [about]]) => known.said.get(about) !== said.get(about));
    if (changed.length <= MOST) for (const [element] of changed) flash(element);
  }, [question, answer, isReady]);
}

/** Parts that the page itself has marked with what they are about. */
export function markedParts(host: Element): Parts {
  const marked = [...host.querySelectorAll<HTMLElement>('[data-about]')];
  return new Map(
    marked.map((element) => [element, [element.dataset.about ?? '', element.textContent ?? '']]),
  );
}

export function withoutDurations(parts: Parts): Parts {
  return new Map(
    [...parts].map(([element, [about, words]]) => [element, [about, words.replace(DURATION, '')]]),
  );
}

export function flash(element: Element): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const isDrawn = element instanceof SVGElement;
  const from = isDrawn ? { stroke: 'var(--flash)', strokeWidth: '7px' } : { backgroundColor: 'var(--flash)' };
  element.animate([from, {}], { id: 'changed', duration: LASTS_MS, easing: 'ease-out' });
}
