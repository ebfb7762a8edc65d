/** Ways to reach a person. Each has a BullMQ queue of its own name, so that its notifiers scale apart from the others'. */
export const channels = ['email'] as const;

export type Channel = (typeof channels)[number];

export function isChannel(text: string): text is Channel {
  return (channels as readonly string[]).includes(text);
}
