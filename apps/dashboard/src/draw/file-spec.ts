import { annotationWords, type Chart, type Look, type Signed, TONES, zonedDates } from '@kanban/charts';
import type { TopLevelSpec } from 'vega-lite';
import type { Request } from '../view/request.ts';

/** `main-throughput-2026-08-01-to-2026-10-31.svg`, safe on any file system. */
export function pictureName<Answer>(
  chart: Chart<Answer>,
  answer: Answer,
  { stream, from, to }: Request,
  extension: 'png' | 'svg',
): string {
  const when = chart.momentOf?.(answer).slice(0, 16) ?? `${from} to ${to}`;
  return `${stream} ${chart.id} ${when}.${extension}`.replace(/[^\p{L}\p{N}_.-]+/gu, '-');
}

/** A chart to be kept or sent: it says itself what, where and when, on white. */
export function inFile<Answer>(
  chart: Chart<Answer>,
  answer: Answer,
  request: Request,
  look: Look,
  draw: (look: Look) => TopLevelSpec,
  signs: readonly Signed[],
): TopLevelSpec {
  const { stream, from, to, timeZone } = request;
  const moment = chart.momentOf?.(answer);
  const when = moment === undefined ? `${from} to ${to}` : zonedDates(timeZone).dateTime(moment);
  return {
    ...draw(look),
    background: look.tone(TONES.card),
    padding: 28,
    title: {
      text: chart.question,
      subtitle: [
        chart.subtitle(answer),
        `${stream}, ${when}, ${timeZone}`,
        ...(signs.length === 0 ? [] : [signs.map(annotationWords).join('; ')]),
      ],
      anchor: 'start',
      offset: 26,
      color: look.tone(TONES.ink),
      subtitleColor: look.tone(TONES.inkSoft),
      fontSize: 22,
      fontWeight: 600,
      subtitleFontSize: 14,
      subtitleLineHeight: 20,
      subtitlePadding: 8,
    },
  } as TopLevelSpec;
}
