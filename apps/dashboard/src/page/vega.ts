import { parse, View } from 'vega';
import embed, { type Result } from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { createTooltip } from './tooltip.ts';

/** Loaded after the page itself, as it is ten times as large. Expressions are interpreted: no code is made from text. */

export type Drawing = Result;

export function draw(
  element: HTMLElement,
  spec: TopLevelSpec,
  tooltip: ReturnType<typeof createTooltip>,
): Promise<Drawing> {
  return embed(element, spec, {
    mode: 'vega-lite',
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    ast: true,
    expr: expressionInterpreter,
    tooltip,
  });
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
