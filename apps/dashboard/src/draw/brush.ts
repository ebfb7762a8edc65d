import { useEffect, useRef } from 'preact/hooks';
import type { TimeAt } from './vega.ts';

/** A shorter way of the pointer is a click. */
const LEAST_PIXELS = 8;
const DAY = 86_400_000;

/** Local dates, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * Chooses days by dragging across a drawing, with a mouse or a pen: a finger scrolls, and dates can be typed. `timeAt` is the wall
 * clock at a place of the drawing, in ms as if it were UTC; null: it has no axis of time. Returns what is to be put on the drawing.
 */
export function useBrush(timeAt: (x: number) => TimeAt | null, chosen: ((days: Days) => void) | undefined) {
  const surface = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const latest = useRef({ timeAt, chosen });
  latest.current = { timeAt, chosen };

  useEffect(() => {
    const element = surface.current as HTMLDivElement;
    const marked = band.current as HTMLDivElement;
    let start: number | null = null;
    const placeOf = (event: PointerEvent) => event.clientX - element.getBoundingClientRect().left;
    const stop = () => {
      start = null;
      marked.hidden = true;
    };
    const listeners = {
      pointerdown(event: PointerEvent) {
        if (latest.current.chosen && event.pointerType !== 'touch' && event.button === 0)
          start = placeOf(event);
      },
      pointermove(event: PointerEvent) {
        if (start === null || (marked.hidden && Math.abs(placeOf(event) - start) < LEAST_PIXELS)) return;
        const bounds = latest.current.timeAt(start);
        if (!bounds) return stop();
        // From now on the drawing gets no click of it, wherever it ends.
        element.setPointerCapture(event.pointerId);
        const end = Math.min(Math.max(placeOf(event), bounds.left), bounds.right);
        const begin = Math.min(Math.max(start, bounds.left), bounds.right);
        marked.hidden = false;
        marked.style.left = `${Math.min(begin, end)}px`;
        marked.style.width = `${Math.abs(end - begin)}px`;
      },
      pointerup(event: PointerEvent) {
        const ends = start === null || marked.hidden ? [] : [start, placeOf(event)];
        stop();
        const times = ends.flatMap((x) => latest.current.timeAt(x)?.time ?? []).sort((a, b) => a - b);
        const [from, to] = times;
        if (from !== undefined && to !== undefined) latest.current.chosen?.(daysOf(from, to));
      },
      pointercancel: stop,
      click(event: MouseEvent) {
        // Captured, so that it comes before the marks; a drag ends with a click on what was captured.
        if (event.target === element) event.stopPropagation();
      },
    };
    const all = Object.entries(listeners) as [keyof HTMLElementEventMap, EventListener][];
    for (const [name, listener] of all) element.addEventListener(name, listener, true);
    return () => {
      for (const [name, listener] of all) element.removeEventListener(name, listener, true);
    };
  }, []);
  return { surface, band };
}

/** Whole days: a range that begins at noon could be compared with nothing. */
function daysOf(from: number, to: number): Days {
  const day = (time: number) => new Date(Math.floor(time / DAY) * DAY).toISOString().slice(0, 10);
  return { from: day(from), to: day(Math.max(from, to - 1)) };
}
