import { createCanvas } from '@napi-rs/canvas';
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { measureTextAsDrawn } from './measure-text.ts';

/** A picture for clients that show no SVG. Sizes are CSS pixels; the picture has more pixels. */
export interface Png {
  readonly content: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the picture per CSS pixel. */
const DENSITY = 2;

/** A chart as an SVG element that fills the given width; the element around it has its name. */
export async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const svg = await withView(spec, (view) => view.toSVG());
  return svg.replace(/^<svg([^>]*?) width="\d+" height="\d+"/, '<svg$1 aria-hidden="true" width="100%"');
}

/** A chart as a picture on the colour that its specification names as background. */
export async function drawPng(spec: TopLevelSpec): Promise<Png> {
  return withView(spec, async (view) => {
    await view.runAsync();
    const { width, height } = sizeOf(await view.toSVG());
    const canvas = createCanvas(width * DENSITY, height * DENSITY);
    await view.toCanvas(DENSITY, { externalContext: canvas.getContext('2d') });
    return { content: await canvas.encode('png'), width, height };
  });
}

/** Expressions are interpreted, as in the dashboard, so that no text is run as code. */
async function withView<Result>(spec: TopLevelSpec, work: (view: View) => Promise<Result>): Promise<Result> {
  prepare();
  const view = new View(parse(compile(spec).spec, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
  });
  try {
    return await work(view);
  } finally {
    view.finalize();
  }
}

let isPrepared = false;
function prepare(): void {
  if (!isPrepared) measureTextAsDrawn();
  isPrepared = true;
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
}
