import { useEffect, useRef } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { type Days, useBrush } from './brush.ts';
import { type Mark, markOf, marksIn, wordsOf } from './marks.ts';
import { showTip } from './tooltip.tsx';
import type { Drawing } from './vega.ts';

const RESIZED_AFTER_MS = 120;

interface Props {
  /** Named as a whole; its marks are read out one by one as the arrow keys reach them. */
  readonly label: string;
  /** Of a width in pixels; null: there is nothing to draw. Another function is another drawing. */
  readonly spec: ((width: number) => TopLevelSpec) | null;
  open(mark: Mark): void;
  /** Days were chosen on its axis of time, by dragging. */
  readonly zoom?: ((days: Days) => void) | undefined;
  /** The `spec` that has been painted. */
  drawn(spec: Props['spec']): void;
}

/** A drawing by Vega that follows its width, and whose marks can be reached by pointer and keyboard. */
export function Plot({ label, spec, open, drawn, zoom }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const place = useRef(-1);
  const latest = useRef({ spec, open, drawn });
  latest.current = { spec, open, drawn };
  const painter = useRef<ReturnType<typeof createPainter> | null>(null);
  const { surface, band } = useBrush((x) => painter.current?.timeAt(x) ?? null, zoom);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    painter.current = createPainter(element, () => latest.current);
    let resizing: ReturnType<typeof setTimeout> | undefined;
    const sizes = new ResizeObserver(() => {
      clearTimeout(resizing);
      // Not for each step while a window is being resized.
      resizing = setTimeout(() => painter.current?.paint(), RESIZED_AFTER_MS);
    });
    sizes.observe(element);
    return () => {
      clearTimeout(resizing);
      sizes.disconnect();
      painter.current?.end();
    };
  }, []);
  useEffect(() => painter.current?.paint(), [spec]);

  function onKeyDown(event: KeyboardEvent): void {
    const element = host.current as HTMLDivElement;
    const marks = marksIn(element);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && marks.length > 0) {
      place.current = (place.current + step + marks.length) % marks.length;
      const found = marks[place.current];
      if (!found) return;
      for (const other of element.querySelectorAll('.is-reached')) other.classList.remove('is-reached');
      found.element.classList.add('is-reached');
      const { right, top } = found.element.getBoundingClientRect();
      showTip(found.mark.tip, { left: right, top });
      if (said.current) said.current.textContent = wordsOf(found.mark);
      event.preventDefault();
    } else if (event.key === 'Enter' && marks[place.current]) {
      open((marks[place.current] as { mark: Mark }).mark);
      event.preventDefault();
    } else if (event.key === 'Escape') leave();
  }

  function leave(): void {
    showTip(null);
    place.current = -1;
    for (const mark of host.current?.querySelectorAll('.is-reached') ?? [])
      mark.classList.remove('is-reached');
  }

  return (
    <>
      <div
        class={zoom && spec ? 'plot can-zoom' : 'plot'}
        ref={surface}
        role="application"
        aria-roledescription="chart"
        aria-label={label}
        tabIndex={spec ? 0 : -1}
        onKeyDown={onKeyDown}
        onBlur={leave}
      >
        <div class="drawing" aria-hidden="true" ref={host} />
        <div class="brush" hidden ref={band} />
      </div>
      <p class="visually-hidden" aria-live="polite" ref={said} />
    </>
  );
}

/** Paints one drawing after the other, the newest wish last. */
function createPainter(host: HTMLElement, latest: () => Pick<Props, 'spec' | 'open' | 'drawn'>) {
  let drawing: Drawing | null = null;
  let painted: { spec: Props['spec']; width: number } | null = null;
  let turn: Promise<void> = Promise.resolve();
  let isOver = false;

  async function paintNow(): Promise<void> {
    const { spec, drawn } = latest();
    const width = Math.floor(host.clientWidth);
    if (isOver || width === 0 || (painted?.spec === spec && painted.width === width)) return;
    painted = { spec, width };
    if (spec === null) {
      clear();
      drawn(null);
      return;
    }
    const { draw } = await import('./vega.ts');
    const next = spec(width);
    const isUpdated = drawing !== null && (await drawing.update(next));
    if (!isUpdated) {
      const target = document.createElement('div');
      const made = await draw(target, next, {
        clicked: (item) => latest().open(markOf(item)),
        pointed: (at) =>
          showTip(
            at && markOf(at.item).tip,
            at ? { left: at.event.clientX, top: at.event.clientY } : undefined,
          ),
      });
      clear();
      drawing = made;
      if (isOver) clear();
      else host.replaceChildren(target);
    }
    if (!isOver) drawn(spec);
  }

  function clear(): void {
    drawing?.finalize();
    drawing = null;
    host.replaceChildren();
  }

  return {
    paint(): void {
      turn = turn.then(paintNow).catch((error: unknown) => console.error(error));
    },
    timeAt: (x: number) => drawing?.timeAt(x) ?? null,
    end(): void {
      isOver = true;
      clear();
    },
  };
}
