import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from '../charts/index.ts';
import { type Look, TONES } from '../charts/look.ts';
import type { Request } from '../view/request.ts';

/** A chart to be kept or sent: it says itself what, where and when, on white. */
export function inFile<Answer>(
  chart: Chart<Answer>,
  answer: Answer,
  request: Request,
  look: Look,
): TopLevelSpec {
  const { stream, from, to, timeZone } = request;
  return {
    ...chart.spec(answer, look),
    background: look.tone(TONES.card),
    padding: 28,
    title: {
      text: chart.question,
      subtitle: [chart.subtitle(answer), `${stream}, ${from} to ${to}, ${timeZone}`],
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
