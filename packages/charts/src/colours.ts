/** A colour as it is on a light and on a dark page. */
export type Tone = readonly [light: string, dark: string];

const INK: Tone = ['#17212e', '#e9eef5'];

/** Every colour of charts, pages and reports. Those of `variables` are variables of CSS as well, in colours.css. */
export const TONES = {
  page: ['#f4f6f8', '#10161d'],
  card: ['#ffffff', '#182029'],
  raised: ['#ffffff', '#202a35'],
  ink: INK,
  inkSoft: ['#4b5868', '#b4c0cf'],
  border: ['#dfe4ea', '#2c3744'],
  controlBorder: ['#8793a2', '#6c7a8b'],
  accent: ['#14598a', '#7cc3f0'],
  accentSoft: ['#e3f0f8', '#1f3547'],
  warn: ['#9c3d05', '#ffb183'],
  warnSoft: ['#fdf0e6', '#3a2618'],
  /** Behind what has just changed, for a moment. */
  flash: ['#ffe08a', '#7a6210'],
  warnBorder: ['#f0cdb0', '#6b4424'],
  grid: ['#e8ecf1', '#28323f'],
  axis: ['#c3cbd6', '#45525f'],
  /** Fills stand out from the card by 3 : 1 at least. Okabe and Ito's blue and vermilion, and lighter and darker kin of them: told apart with any colour vision. */
  main: ['#1f6390', '#5cb0e0'],
  mainPale: ['#5799c1', '#3d7396'],
  bad: ['#d5601a', '#f08a4b'],
  quiet: ['#8b95a3', '#66727f'],
  /** Of lines in a chart. */
  line: INK,
} as const satisfies Record<string, Tone>;

const variables = {
  page: TONES.page,
  card: TONES.card,
  raised: TONES.raised,
  ink: TONES.ink,
  'ink-soft': TONES.inkSoft,
  line: TONES.border,
  'control-line': TONES.controlBorder,
  accent: TONES.accent,
  'accent-soft': TONES.accentSoft,
  warn: TONES.warn,
  'warn-soft': TONES.warnSoft,
  flash: TONES.flash,
  main: TONES.main,
  'main-pale': TONES.mainPale,
  bad: TONES.bad,
} as const satisfies Record<string, Tone>;

/** The colours as a rule of CSS. They follow `color-scheme`. */
export function colourRule(): string {
  const lines = Object.entries(variables).map(
    ([name, [light, dark]]) => `  --${name}: light-dark(${light}, ${dark});\n`,
  );
  return `:root {\n${lines.join('')}}\n`;
}

/** Of pace bands behind dots, from the ages of the fast half to those of the slowest: the older, the paler. */
export const PACE_TONES: readonly Tone[] = [
  ['#9fc3dd', '#35546c'],
  ['#bdd6e8', '#2b4357'],
  ['#d9e8f2', '#233545'],
  ['#eef5fa', '#1d2a36'],
];
/** Of classes of service, which are told apart by shape as well. */
export const CLASS_TONES: readonly Tone[] = [
  ['#2c7fb0', '#5cb0e0'],
  ['#d5601a', '#f08a4b'],
  ['#0b8a6a', '#35c29c'],
  ['#8a4f9e', '#c493d6'],
  ['#a07800', '#e0b93c'],
  ['#5a6675', '#aab6c4'],
];
/**
 * From the first queue of a stream to the last. Lightness falls all the way, so neighbours differ and the order is seen
 * with any colour vision, and in grey.
 */
export const FLOW_TONES: readonly Tone[] = [
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
