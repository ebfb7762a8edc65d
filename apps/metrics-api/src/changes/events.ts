/** A server-sent event whose data and id are a state. */
export function event(name: 'changed' | 'beat', state: string): string {
  return `event: ${name}\nid: ${state}\ndata: ${state}\n\n`;
}

/** The session is over: what comes next is refused until somebody signs in. */
export const signedOut = 'event: signed-out\ndata:\n\n';

/** How long a client that lost the line waits before it comes back, in ms. */
export function retry(ms: number): string {
  return `retry: ${ms}\n\n`;
}
