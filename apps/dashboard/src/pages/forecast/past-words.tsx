import { useRemote } from '../../app/context.ts';
import type { Ask } from '../../view/ask.ts';

const VERDICTS = {
  holds: 'as often as promised',
  overconfident: 'less often than promised',
  cautious: 'more often than promised',
  tooFewOrigins: 'too few to judge by',
} as const;

/** Beside each answer, how often such answers came true here. */
export function PastWords({ asks }: { asks: Ask<'forecastHowMany'> | Ask<'forecastWhen'> }) {
  const { answer } = useRemote(asks);
  const calibration = answer?.calibration;
  if (!calibration) return null;
  const { hits, origins, verdict } = calibration;
  return (
    <p class="past">
      Such answers came true here {hits} of {origins} times: {VERDICTS[verdict]}.
    </p>
  );
}
