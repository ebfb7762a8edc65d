/** A colour as it is on a light and on a dark page. */
export type Tone = readonly [light: string, dark: string];

/** What a chart needs to know of where it is drawn. */
export interface Look {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The colour to draw a tone with. */
  tone(tone: Tone): string;
}

/** Below this a chart puts its legend underneath and says less along its axes. */
const NARROW = 520;

export function isNarrow(look: Look): boolean {
  return look.width < NARROW;
}

/** On the page: the browser chooses by `color-scheme`, so a change of theme, or printing, needs no new drawing. */
export function screenLook(width: number, height: number): Look {
  return { width, height, tone: ([light, dark]) => `light-dark(${light}, ${dark})` };
}

/** In a file: dark on white, in colours that every program reads. */
export function fileLook(width: number, height: number): Look {
  return { width, height, tone: ([light]) => light };
}

export const TONES = {
  card: ['#ffffff', '#182029'],
  ink: ['#17212e', '#e9eef5'],
  inkSoft: ['#4b5868', '#b4c0cf'],
  grid: ['#e8ecf1', '#28323f'],
  axis: ['#c3cbd6', '#45525f'],
  /** Okabe and Ito's blue and vermilion, and lighter and darker kin of them: told apart with any colour vision. */
  main: ['#2c7fb0', '#5cb0e0'],
  mainPale: ['#a9cfe4', '#2f5f7d'],
  bad: ['#d5601a', '#f08a4b'],
  quiet: ['#c9d0da', '#46525f'],
  line: ['#17212e', '#e9eef5'],
} as const satisfies Record<string, Tone>;

/** Classes are told apart by shape as well. */
export const CLASS_TONES: readonly Tone[] = [
  ['#2c7fb0', '#5cb0e0'],
  ['#d5601a', '#f08a4b'],
  ['#0b8a6a', '#35c29c'],
  ['#8a4f9e', '#c493d6'],
  ['#a07800', '#e0b93c'],
  ['#5a6675', '#aab6c4'],
];
export const CLASS_SHAPES: readonly string[] = [
  'circle',
  'diamond',
  'triangle-up',
  'square',
  'cross',
  'triangle-down',
];

/**
 * From the first queue of a stream to the last. Lightness falls all the way, so neighbours differ and the order is seen
 * with any colour vision, and in grey.
 */
const FLOW: readonly Tone[] = [
  ['#dfe6ec', '#a3b0bd'],
  ['#bfe3d5', '#bfe6d6'],
  ['#8fd0c4', '#90d4c6'],
  ['#5fb9b9', '#62bfbe'],
  ['#3b9fb1', '#45a8b9'],
  ['#2b84a6', '#3b91b3'],
  ['#2a6998', '#3f7bab'],
  ['#2f4f85', '#47669f'],
  ['#2c3769', '#4a528c'],
];

/** A tone for each queue of a stream, in the order of flow. Only a backlog is grey: nothing there is committed to. */
export function flowTones(kinds: readonly string[]): Tone[] {
  const first = kinds[0] === 'backlog' ? 0 : 2;
  const last = FLOW.length - 1;
  return kinds.map((_, place) => {
    const share = kinds.length === 1 ? 0 : place / (kinds.length - 1);
    return FLOW[first + Math.round(share * (last - first))] as Tone;
  });
}
