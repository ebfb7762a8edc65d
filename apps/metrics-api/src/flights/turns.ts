/** Who asks the same at the same time. */
export interface Turns<Asker, Answer> {
  /**
   * Answers a question that others may be asking too. One answer is begun at a time: `begin` gets all who asked before that,
   * and who comes later is in the next turn, so that nobody gets what was read before they asked. An error is that of one turn.
   */
  take(question: string, asker: Asker, begin: (askers: readonly Asker[]) => Promise<Answer>): Promise<Answer>;
}

interface Next<Asker, Answer> {
  askers: Asker[];
  begin: (askers: readonly Asker[]) => Promise<Answer>;
  answer: PromiseWithResolvers<Answer>;
}

export function createTurns<Asker, Answer>(): Turns<Asker, Answer> {
  const next = new Map<string, Next<Asker, Answer> | undefined>();

  async function run(question: string, askers: readonly Asker[], begin: Next<Asker, Answer>['begin']) {
    next.set(question, undefined);
    try {
      return await begin(askers);
    } finally {
      const waiting = next.get(question);
      if (waiting) waiting.answer.resolve(run(question, waiting.askers, waiting.begin));
      else next.delete(question);
    }
  }

  return {
    take(question, asker, begin) {
      if (!next.has(question)) return run(question, [asker], begin);
      const waiting = next.get(question) ?? { askers: [], begin, answer: Promise.withResolvers<Answer>() };
      next.set(question, waiting);
      waiting.askers.push(asker);
      return waiting.answer.promise;
    },
  };
}
