import { pastWords } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import type { Ask } from '../../view/ask.ts';

/** Beside each answer, how often such answers came true here. */
export function PastWords({ asks }: { asks: Ask<'forecastHowMany'> | Ask<'forecastWhen'> }) {
  const calibration = useRemote(asks).answer?.calibration;
  return calibration ? <p class="past">{pastWords(calibration)}</p> : null;
}
