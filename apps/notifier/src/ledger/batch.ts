import { setTimeout as pause } from 'node:timers/promises';

/**
 * Makes one statement of many questions: those asked while the last statement runs go together in the next one, at most
 * `limit`. When the last one had several, the next one waits `gatherMs` for more. So a notifier with fifty mails in hand
 * asks MySQL a few times, not fifty, and one with a single mail waits for nothing. `run` answers in the order of the
 * questions; when it throws, each asker gets the error.
 */
export function batched<Question, Answer>(
  run: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { gatherMs = 0, limit = 500 }: { gatherMs?: number; limit?: number } = {},
): { ask(question: Question): Promise<Answer>; whenIdle(): Promise<void> } {
  type Waiting = { question: Question; answer: (answer: Answer) => void; fail: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let isBusy = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      // Those asked in the same turn of the event loop go together in any case.
      await (isBusy && gatherMs > 0 ? pause(gatherMs) : turn());
      isBusy = waiting.length > 1;
      const batch = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      try {
        const answers = await run(batch.map(({ question }) => question));
        for (const [index, { answer }] of batch.entries()) answer(answers[index] as Answer);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    working = undefined;
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
