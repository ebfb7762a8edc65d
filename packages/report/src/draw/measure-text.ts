/// <reference path="./vega-scenegraph.d.ts" />
import { createCanvas } from '@napi-rs/canvas';
import { font, textMetrics } from 'vega-scenegraph';
import { registerFonts } from './fonts.ts';

const MOST_KEPT = 10_000;

/**
 * Tells Vega how wide texts are. Without a canvas of its own it only guesses, by a third too much, and legends and axes are
 * laid out wrongly. It measures with `textMetrics.width`, which others replace as well.
 */
export function measureTextAsDrawn(): void {
  registerFonts();
  const context = createCanvas(1, 1).getContext('2d');
  const widths = new Map<string, number>();
  const widthOf = (text: string, css: string) => {
    const key = `${css}|${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      context.font = css;
      width = context.measureText(text).width;
      if (widths.size >= MOST_KEPT) widths.clear();
      widths.set(key, width);
    }
    return width;
  };
  textMetrics.width = (item, text) => {
    const line = text === null || text === undefined ? '' : String(text).trim();
    const css = font(item);
    const width = line === '' ? 0 : widthOf(line, css);
    // Vega cuts what is longer than its limit when it draws.
    return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
  };
}
