import { Refused, Unreachable } from '../failure.ts';

/**
 * Asks the metrics API for a report as CSV and resolves to its body as it streams in. Throws Refused with the API's own
 * sentence when it refuses, Unreachable when it does not answer.
 */
export async function fetchCsv(
  url: URL,
  token: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const headers = {
    accept: 'text/csv',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
    throw new Unreachable(
      `The metrics API at ${url.origin} cannot be reached (${cause}): start it, or name its address with --api or API_URL.`,
    );
  }
  if (response.ok && response.body !== null && response.headers.get('content-type')?.startsWith('text/csv')) {
    return response.body;
  }
  throw await refusalOf(response, url);
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly allowed?: string;
}

async function refusalOf(response: Response, url: URL): Promise<Error> {
  if (response.status === 401) {
    return new Refused(
      `The metrics API at ${url.origin} asks for a token: set API_TOKEN to one of its API_TOKENS.`,
    );
  }
  const isProblem = response.headers.get('content-type')?.includes('application/problem+json');
  if (!isProblem) {
    return new Unreachable(
      `${url.origin} answers ${response.status} but not like the metrics API: check --api or API_URL.`,
    );
  }
  const { title, detail, allowed } = (await response.json()) as Problem;
  const sentence = detail ?? title ?? `The metrics API answers ${response.status}.`;
  const hint = allowed === undefined || sentence.includes(allowed) ? '' : ` Allowed: ${allowed}.`;
  return response.status >= 500 ? new Unreachable(sentence + hint) : new Refused(sentence + hint);
}
