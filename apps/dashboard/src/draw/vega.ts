import { changeset, type Item, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { withoutValues } from './without-values.ts';

/** Loaded after the page itself, as it is ten times as large. Expressions are interpreted: no code is made from text. */

export interface Drawing {
  /** Draws another specification in the same place: by its data alone where nothing else differs. */
  update(spec: TopLevelSpec): Promise<boolean>;
  /** The time on its horizontal axis at so many pixels from the left, and where the axis ends; null: it has none of time. */
  timeAt(x: number): TimeAt | null;
  finalize(): void;
}

export interface TimeAt {
  readonly time: number;
  readonly left: number;
  readonly right: number;
}

export interface Listeners {
  clicked(item: Item | null | undefined): void;
  /** Null: the pointer has left what it was over, or the drawing is at its end. */
  pointed(at: { event: MouseEvent; item: Item } | null): void;
}

export async function draw(element: HTMLElement, spec: TopLevelSpec, on: Listeners): Promise<Drawing> {
  const view = new View(parse(compile(spec).spec, undefined, { ast: true }), {
    renderer: 'svg',
    container: element,
    hover: true,
    expr: expressionInterpreter,
    tooltip: (_handler: unknown, event: MouseEvent | null, item: Item | null, value: unknown) =>
      on.pointed(event && item && value !== null && value !== undefined ? { event, item } : null),
  });
  view.addEventListener('click', (_event, item) => on.clicked(item));
  await view.runAsync();
  let drawn = withoutValues(spec);
  return {
    async update(next) {
      const { frame, values } = withoutValues(next);
      if (frame !== drawn.frame) return false;
      for (const [name, rows] of values) {
        if (JSON.stringify(rows) === JSON.stringify(drawn.values.get(name))) continue;
        view.change(
          name,
          changeset()
            .remove(() => true)
            .insert([...rows]),
        );
      }
      await view.runAsync();
      drawn = { frame, values };
      return true;
    },
    timeAt(x) {
      const scale = view.scale('x') as TimeScale | undefined;
      if (scale?.type !== 'utc') return null;
      const [left] = view.origin();
      const [first = 0, last = 0] = scale.range();
      const within = Math.min(Math.max(x - left, first), last);
      return { time: Number(scale.invert(within)), left: left + first, right: left + last };
    },
    finalize: () => view.finalize(),
  };
}

/** What Vega's types leave open. */
interface TimeScale {
  readonly type: string;
  range(): readonly number[];
  invert(x: number): Date;
}

export async function svgOf(spec: TopLevelSpec): Promise<Blob> {
  const view = headless(spec);
  const svg = await view.toSVG();
  view.finalize();
  return new Blob([svg], { type: 'image/svg+xml' });
}

/** At twice the size in pixels, for slides and high-density screens. */
export async function pngOf(spec: TopLevelSpec): Promise<Blob> {
  const view = headless(spec);
  const canvas = await view.toCanvas(2);
  view.finalize();
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))),
      'image/png',
    ),
  );
}

function headless(spec: TopLevelSpec): View {
  return new View(parse(compile(spec).spec, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
  });
}
