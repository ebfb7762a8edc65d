import type { EndpointChannel } from '../channels.ts';

/** Where messages of a channel are posted to. The URL of a chat is as good as a password: it is not logged. */
export interface Endpoint {
  readonly channel: EndpointChannel;
  readonly url: string;
  /** What webhooks are signed with: `whsec_` and base64. Chats have none. */
  readonly secret: string | null;
}
