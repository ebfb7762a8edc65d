import { setTimeout as pause } from 'node:timers/promises';

/** Does a step until it works: the server it is about may be down by another fault. Throws after a minute. */
export async function insist<T>(step: () => Promise<T>, withinMs = 60_000): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await pause(100);
    }
  }
}
