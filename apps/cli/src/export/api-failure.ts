import { ApiFailure } from '@kanban/api';
import { Refused, Unreachable } from '../failure.ts';

/** A failure of the metrics API, with its exit code and advice; any other error unchanged. */
export function failureOfApi(error: unknown): unknown {
  if (!(error instanceof ApiFailure)) return error;
  const { reason, message, problem } = error;
  if (reason === 'refused') return new Refused(message);
  if (reason === 'tokenNeeded') return new Refused(`${message} Set API_TOKEN to one of its API_TOKENS.`);
  // If it describes its own problem, it is the API, and it runs.
  if (problem !== undefined) return new Unreachable(message);
  return new Unreachable(
    `${message} Start it (\`npm start\`, or node apps/metrics-api/src/main.ts), or name its address with --api or API_URL.`,
  );
}
