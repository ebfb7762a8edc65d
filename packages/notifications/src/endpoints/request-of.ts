import type { Message } from '../messages/content.ts';
import { renderSlack } from '../messages/slack/render-slack.ts';
import { renderTeams } from '../messages/teams/render-teams.ts';
import { renderWebhook } from '../messages/webhook/render-webhook.ts';
import type { Endpoint } from './endpoint.ts';
import { keyOf, signatureHeaders } from './sign.ts';

export interface EndpointRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An endpoint that cannot be used as stored. The message is for people who read `last_error`. */
export class BadEndpoint extends Error {}

const bodies = { slack: renderSlack, teams: renderTeams, webhook: renderWebhook };

/**
 * The request to an endpoint. `webhook-id` is the same for every copy of a delivery, in all channels; webhooks are
 * signed with the time of this attempt. Throws BadEndpoint for a webhook without a usable secret.
 */
export function requestOf({ channel, url, secret }: Endpoint, message: Message): EndpointRequest {
  const body = JSON.stringify(bodies[channel](message));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Kanban-Flow',
    'webhook-id': message.id,
  };
  if (channel !== 'webhook') return { url, headers, body };
  const key = keyOf(secret);
  if (!key)
    throw new BadEndpoint('The secret of the endpoint is not whsec_ with at least 16 bytes in base64');
  return { url, headers: { ...headers, ...signatureHeaders(key, message.id, body) }, body };
}
