/**
 * Makes one statement of many questions: those asked while the last statement runs go together in the next one, at most
 * `limit`. So a notifier with twenty mails in hand asks MySQL once, not twenty times, and an idle one waits for nothing.
 * `run` answers in the order of the questions; when it throws, each asker gets the error.
 */
export function batched<Question, Answer>(
  run: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  limit = 500,
): { ask(question: Question): Promise<Answer>; whenIdle(): Promise<void> } {
  type Waiting = { question: Question; answer: (answer: Answer) => void; fail: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    // Jobs that arrive in the same turn of the event loop go into the first statement together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
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
