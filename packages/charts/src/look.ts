import { FLOW_TONES, type Tone } from './colours.ts';

/** What a chart must know about the page or file on which it is drawn. */
export interface Look {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** How much larger than usual text is: on a projector it grows. */
  readonly text: number;
  /** The colour of a tone. */
  tone(tone: Tone): string;
}

/** Below this width a chart puts its legend underneath and has fewer labels on its axes. */
const NARROW = 520;

export function isNarrow(look: Look): boolean {
  return look.width < NARROW;
}

/** On the page: the browser chooses by `color-scheme`, so a change of theme, or printing, needs no new drawing. */
export function screenLook(width: number, height: number, text = 1): Look {
  return { width, height, text, tone: ([light, dark]) => `light-dark(${light}, ${dark})` };
}

/** In a file: dark on white, in colours that every program can read. */
export function fileLook(width: number, height: number): Look {
  return { width, height, text: 1, tone: ([light]) => light };
}

/** Of classes of service, in the order of CLASS_TONES. */
export const CLASS_SHAPES: readonly string[] = [
  'circle',
  'diamond',
  'triangle-up',
  'square',
  'cross',
  'triangle-down',
];

/** A tone for each queue of a stream, in the order of flow. Only a backlog is grey, because its items are not committed. */
export function flowTones(kinds: readonly string[]): Tone[] {
  const first = kinds[0] === 'backlog' ? 0 : 2;
  const last = FLOW_TONES.length - 1;
  return kinds.map((_, place) => {
    const share = kinds.length === 1 ? 0 : place / (kinds.length - 1);
    return FLOW_TONES[first + Math.round(share * (last - first))] as Tone;
  });
}
