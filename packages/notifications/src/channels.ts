/** Ways to reach a person. Each has a BullMQ queue of its own name, so that its notifiers scale apart from the others'. */
export const channels = ['email', 'slack', 'teams', 'webhook'] as const;

export type Channel = (typeof channels)[number];

export function isChannel(text: string): text is Channel {
  return (channels as readonly string[]).includes(text);
}

/** Those reached by a POST to an endpoint; their `recipient` is the endpoint's name, never its URL. */
export const endpointChannels = ['slack', 'teams', 'webhook'] as const satisfies readonly Channel[];

export type EndpointChannel = (typeof endpointChannels)[number];

export function isEndpointChannel(text: string): text is EndpointChannel {
  return (endpointChannels as readonly string[]).includes(text);
}
