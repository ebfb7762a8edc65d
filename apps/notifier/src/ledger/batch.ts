import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_REST_MS = 1_000;

/**
 * Combines questions into statements: those asked while a statement runs go together into the next one, at most
 * `limit`. If the last statement had several, the next one waits `gatherMs` for more. So a notifier with fifty mails
 * asks MySQL a few times, and one with a single mail does not wait. `run` answers in the order of the questions; if it
 * throws, every question gets the error. `mostOfTheTime`: the share of time in which it may run (1: always); after a
 * run it pauses accordingly, at most a second.
 */
export function batched<Question, Answer>(
  run: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  {
    gatherMs = 0,
    limit = 500,
    mostOfTheTime = 1,
  }: { gatherMs?: number; limit?: number; mostOfTheTime?: number } = {},
): { ask(question: Question): Promise<Answer>; whenIdle(): Promise<void> } {
  type Waiting = { question: Question; answer: (answer: Answer) => void; fail: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let isBusy = false;
  let restMs = 0;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      // Questions of the same turn of the event loop always go together.
      const pauseMs = Math.max(isBusy ? gatherMs : 0, restMs);
      await (pauseMs > 0 ? pause(pauseMs) : turn());
      isBusy = waiting.length > 1;
      const batch = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      const begun = performance.now();
      try {
        const answers = await run(batch.map(({ question }) => question));
        for (const [index, { answer }] of batch.entries()) answer(answers[index] as Answer);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
      restMs = Math.min((performance.now() - begun) * (1 / mostOfTheTime - 1), LONGEST_REST_MS);
    }
    working = undefined;
    restMs = 0;
  }

  return {
    ask(question) {
      return new Promise((answer, fail) => {
        waiting.push({ question, answer, fail });
        working ??= work();
      });
    },
    whenIdle: async () => working,
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
