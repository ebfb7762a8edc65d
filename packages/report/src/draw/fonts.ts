import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** The dashboard's font, so that a chart is laid out and drawn alike everywhere, whatever the machine has. */
const FAMILY = 'Inter Variable';
const SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'] as const;

const { resolve } = createRequire(import.meta.url);

function subset(name: (typeof SUBSETS)[number]): Buffer {
  return readFileSync(resolve(`@fontsource-variable/inter/files/inter-${name}-wght-normal.woff2`));
}

let areRegistered = false;

/** What Inter has no glyph for, such as Chinese, is drawn with what fonts the system has. */
export function registerFonts(): void {
  if (areRegistered) return;
  areRegistered = true;
  for (const name of SUBSETS) GlobalFonts.register(subset(name), FAMILY);
}

/** The font as part of a style sheet: only Latin, as a file that is mailed and kept should be small. */
export function embeddedFont(): string {
  const address = `data:font/woff2;base64,${subset('latin').toString('base64')}`;
  return (
    `@font-face{font-family:"${FAMILY}";font-style:normal;font-weight:100 900;` +
    `src:url(${address}) format("woff2-variations")}`
  );
}
