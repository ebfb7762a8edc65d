import { type Chart, fileLook, type Look, type Signed } from '@kanban/charts';
import type { TopLevelSpec } from 'vega-lite';
import { inFile, pictureName } from '../draw/file-spec.ts';
import type { Request } from '../view/request.ts';
import { saveAs } from './download.ts';

const FORMATS = ['PNG', 'SVG'] as const;

interface Props {
  readonly chart: Chart;
  /** Null: there is nothing to make a picture of. */
  readonly answer: unknown;
  readonly request: Request | null;
  /** As it stands on the page. */
  draw(look: Look): TopLevelSpec;
  /** What its letters mean. */
  readonly signs: readonly Signed[];
}

/** Buttons that save a chart as it would stand in a document. */
export function Pictures({ chart, answer, request, draw, signs }: Props) {
  const isShown = answer !== null && request !== null && !chart.isEmpty(answer);
  async function save(format: 'PNG' | 'SVG'): Promise<void> {
    if (!isShown) return;
    const { pngOf, svgOf } = await import('../draw/vega.ts');
    const spec = inFile(chart, answer, request, fileLook(1200, 520), draw, signs);
    const blob = await (format === 'PNG' ? pngOf(spec) : svgOf(spec));
    saveAs(blob, pictureName(chart, answer, request, format === 'PNG' ? 'png' : 'svg'));
  }
  return FORMATS.map((format) => (
    <button
      key={format}
      type="button"
      disabled={!isShown}
      aria-label={`Download ${chart.question} as ${format}`}
      onClick={() => void save(format)}
    >
      {format}
    </button>
  ));
}
