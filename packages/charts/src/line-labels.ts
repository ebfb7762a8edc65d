import { TONES } from './colours.ts';
import { isNarrow, type Look } from './look.ts';

interface Line {
  readonly value: number;
  readonly label: string;
}

interface LineLabels {
  readonly values: readonly Line[];
  readonly scale: { readonly domain: readonly [number, number] };
  /** Name of the layer with the words. */
  readonly name: string;
}

/** Between two labels, in pixels. */
const LINE_HEIGHT = 16;

/** Labels of horizontal lines, beside the plot, which leaves them the room: nothing lies under them, and none over another. */
export function lineLabels(look: Look, { values, scale, name }: LineLabels): object {
  const [bottom, top] = scale.domain;
  const height = ((top - bottom) / Math.max(1, look.height * 0.8)) * LINE_HEIGHT;
  return {
    name,
    data: { name, values: spread(values, height) },
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'middle',
      dx: 6,
      fontWeight: 600,
      fontSize: (isNarrow(look) ? 11 : 12) * look.text,
      color: look.tone(TONES.ink),
    },
    encoding: {
      x: { value: 'width' },
      y: { field: 'labelValue', type: 'quantitative', scale },
      text: { field: 'label' },
    },
  };
}

/** Pushes labels of lines that are close up, until each has `height` of its own. */
function spread(lines: readonly Line[], height: number) {
  let free = Number.NEGATIVE_INFINITY;
  return lines
    .toSorted((a, b) => a.value - b.value)
    .map((line) => {
      const labelValue = Math.max(line.value, free);
      free = labelValue + height;
      return { ...line, labelValue };
    });
}
