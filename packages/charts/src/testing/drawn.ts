import { loader, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Draws without a browser, by the interpreter that the page uses under its content security policy. */
export async function drawn(spec: TopLevelSpec): Promise<{ svg: string; warnings: unknown[] }> {
  const warnings: unknown[] = [];
  const note = (...words: unknown[]) => {
    warnings.push(words);
    return logger;
  };
  const logger = {
    level: () => logger,
    warn: note,
    error: note,
    info: () => logger,
    debug: () => logger,
  } as never;
  const compiled = compile(spec, { logger }).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
    loader: loader(),
    logger,
  });
  const svg = await view.toSVG();
  view.finalize();
  return { svg, warnings };
}

/** How many marks a named layer has in a drawn scene, in all its parts. */
export function marksNamed(svg: string, layer: string): number {
  return groupsNamed(svg, layer).reduce(
    (sum, inside) => sum + (inside.match(/<(?:path|text|line)/g)?.length ?? 0),
    0,
  );
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the bars and cells of a layer stand, in pixels of the plot, in the order of the data. */
export function rectanglesOf(svg: string, layer: string): Rectangle[] {
  const path = /d="M(-?[\d.e-]+),(-?[\d.e-]+)h(-?[\d.e-]+)v(-?[\d.e-]+)h/g;
  return groupsNamed(svg, layer).flatMap((inside) =>
    [...inside.matchAll(path)].map(([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    })),
  );
}

/** Where the points or words of a layer stand. */
export function placesOf(svg: string, layer: string): { x: number; y: number }[] {
  return groupsNamed(svg, layer).flatMap((inside) =>
    [...inside.matchAll(/transform="translate\((-?[\d.]+),(-?[\d.]+)\)/g)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    })),
  );
}

function groupsNamed(svg: string, layer: string): string[] {
  const group = new RegExp(
    `<g class="mark-[a-z]+ role-mark (?:${layer}_marks|${layer})"[^>]*>(.*?)</g>`,
    'gs',
  );
  return [...svg.matchAll(group)].map(([, inside = '']) => inside);
}
