import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { createPoster, type Endpoint, requestOf } from '@kanban/notifications/endpoints';
import { testMessage } from '@kanban/notifications/messages';
import type { Config } from '../config.ts';
import { Refused } from '../failure.ts';

const DEADLINE_MS = 15_000;

/**
 * Sends a test message to an endpoint like a notifier, and resolves to its answer. Throws Refused if the endpoint did
 * not accept it.
 */
export async function testEndpoint(
  name: string,
  endpoint: Endpoint,
  config: Config,
  signal: AbortSignal,
): Promise<string> {
  const poster = createPoster({
    connections: 1,
    deadlineMs: DEADLINE_MS,
    allowPrivate: config.allowPrivateEndpoints,
  });
  try {
    const id = `test-${randomBytes(8).toString('hex')}`;
    const now = `${new Date().toISOString().slice(0, -1)}000Z`;
    const message = testMessage(name, id, now, config.dashboardUrl);
    const posted = await poster.post(requestOf(endpoint, message), { signal });
    if (posted.kind === 'failed') throw new Refused(`${name} was not reached: ${posted.error}.`);
    const { status, excerpt } = posted;
    const answer = `${status} ${STATUS_CODES[status] ?? ''}`.trim() + (excerpt ? `: ${excerpt}` : '');
    if (status >= 200 && status < 300) return answer;
    const hint = status < 400 ? ' (redirects are not followed: give the final URL)' : '';
    throw new Refused(`${name} did not accept the message: ${answer}${hint}.`);
  } finally {
    poster.close();
  }
}
