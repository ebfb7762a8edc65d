import { TONES } from './colours.ts';
import type { Look } from './look.ts';

const TEXT = { type: 'text', align: 'right', baseline: 'bottom', dy: -3, dx: -2, fontWeight: 600 };

interface LineLabels {
  /** One label each, in its field `label`. */
  readonly values: readonly object[];
  /** The field that says how high a label stands. */
  readonly field: string;
  readonly scale: object;
  /** Name of the layer with the words. */
  readonly name?: string;
}

/** Labels at the right end of horizontal lines: a halo in the card's colour keeps them readable over marks. */
export function lineLabels(look: Look, { values, field, scale, name }: LineLabels): object[] {
  const encoding = {
    x: { value: 'width' },
    y: { field, type: 'quantitative', scale },
    text: { field: 'label' },
  };
  const halo = { stroke: look.tone(TONES.card), strokeWidth: 5, strokeJoin: 'round', opacity: 0.9 };
  return [
    { data: { values }, mark: { ...TEXT, ...halo }, encoding },
    { ...(name && { name }), data: { values }, mark: { ...TEXT, color: look.tone(TONES.ink) }, encoding },
  ];
}
