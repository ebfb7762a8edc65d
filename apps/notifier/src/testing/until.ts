import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is truthy, and returns it. Throws when it is not within `withinMs`, with the last answer. */
export async function until<T>(
  ask: () => T | Promise<T>,
  withinMs = 20_000,
  everyMs = 20,
): Promise<NonNullable<T>> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Not within ${withinMs} ms: ${ask}`);
    await pause(everyMs);
  }
}
