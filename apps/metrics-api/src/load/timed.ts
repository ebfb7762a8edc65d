import { AsyncLocalStorage } from 'node:async_hooks';

/** How long an answer waited for the database, in ms. */
interface Waited {
  databaseMs: number;
}

const storage = new AsyncLocalStorage<Waited>();

/** Runs `work`, and adds up how long its statements took. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ result: T; databaseMs: number; wholeMs: number }> {
  const waited: Waited = { databaseMs: 0 };
  const startedAt = performance.now();
  const result = await storage.run(waited, work);
  return { result, databaseMs: waited.databaseMs, wholeMs: performance.now() - startedAt };
}

/** Begins a statement; what it returns is called at its end. */
export function statementBegins(): () => void {
  const waited = storage.getStore();
  const startedAt = performance.now();
  return () => {
    if (waited) waited.databaseMs += performance.now() - startedAt;
  };
}

/** Parts of an answer's time in ms as a Server-Timing header; a kept answer says what it cost when it was made. */
export function timingOf(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, ms]) => `${name};dur=${Math.max(0, ms).toFixed(1)}`)
    .join(', ');
}
