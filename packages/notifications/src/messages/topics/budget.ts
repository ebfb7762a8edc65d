import type { EventPayload } from '../../topics.ts';
import type { Content, Facts } from '../content.ts';

const WINDOWS: Readonly<Record<string, string>> = {
  fast: 'in the last 3 days',
  slow: 'in the last 10 days',
};

/** `sla.budget_burning`: promises are broken faster than an objective allows. */
export function budgetBurning(payload: EventPayload): Content {
  const rate = numberOf(payload.burn_rate);
  const times = rate === null ? 'too fast' : `${rounded(rate)} times as fast as it may`;
  const headline = `The error budget of ${subjectOf(payload)} burns ${times}`;
  return {
    subject: headline,
    headline,
    sentence: `${brokenOf(payload)} ${WINDOWS[String(payload.alert)] ?? 'lately'}. ${objectiveOf(payload)}`,
    facts: factsOf(payload),
  };
}

/** `sla.budget_exhausted`: more promises were broken than an objective allows in its window. */
export function budgetExhausted(payload: EventPayload): Content {
  const headline = `The error budget of ${subjectOf(payload)} is used up`;
  return {
    subject: headline,
    headline,
    sentence: `${brokenOf(payload)} in the window of the objective. ${objectiveOf(payload)}`,
    facts: factsOf(payload),
  };
}

/** `shop: expedite, defect`, or the stream alone. */
function subjectOf({ value_stream: stream = 'the board', class_of_service, type }: EventPayload): string {
  const names = [class_of_service, type].filter((name) => typeof name === 'string');
  return names.length === 0 ? stream : `${stream}: ${names.join(', ')}`;
}

function brokenOf({ misses, decided }: EventPayload): string {
  const [broken, all] = [numberOf(misses), numberOf(decided)];
  if (broken === null || all === null) return 'Promises were broken';
  return `${broken} of ${all} ${all === 1 ? 'promise was' : 'promises were'} broken`;
}

function objectiveOf({ objective, left_share }: EventPayload): string {
  const [share, left] = [numberOf(objective), numberOf(left_share)];
  const goal = share === null ? 'An objective' : `The objective of ${percent(share)}`;
  const rest =
    left === null
      ? ''
      : left < 0
        ? ' Nothing of the budget is left.'
        : ` ${percent(left)} of the budget is left.`;
  return `${goal} allows fewer.${rest}`;
}

function factsOf(payload: EventPayload): Facts {
  const { value_stream: stream, class_of_service: classOfService, type } = payload;
  const [share, left] = [numberOf(payload.objective), numberOf(payload.left_share)];
  const texts: [string, unknown][] = [
    ['Value stream', stream],
    ['Class of service', classOfService],
    ['Type', type],
    ['Objective', share === null ? null : percent(share)],
    ['Budget left', left === null ? null : percent(left)],
  ];
  return texts.flatMap(([label, text]) => (typeof text === 'string' ? [[label, text] as const] : []));
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const rounded = (value: number) => String(Number(value.toFixed(1)));
const percent = (share: number) => `${rounded(share * 100)} %`;
