import { ApiFailure } from '@kanban/api';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';

interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly failure: ApiFailure | null;
}

/**
 * Asks for something that one part of a page needs, whenever `key` changes, and again whenever the page asks again or `again`
 * changes; null asks for nothing. The last answer to the same is kept while the API is away.
 */
export function useAnswer<Answer>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<Answer>,
  again = 0,
): Asked<Answer> {
  const round = useApp().board.round.value;
  const [state, setState] = useState<Asked<Answer> & { key: string | null }>({
    key: null,
    answer: null,
    failure: null,
  });
  useEffect(() => {
    if (key === null) return;
    const asking = new AbortController();
    ask(asking.signal)
      .then((answer) => setState({ key, answer, failure: null }))
      .catch((error: unknown) => {
        if (asking.signal.aborted) return;
        if (!(error instanceof ApiFailure)) throw error;
        const isKept = error.reason === 'away';
        setState((known) => ({
          key,
          answer: isKept && known.key === key ? known.answer : null,
          failure: error,
        }));
      });
    return () => asking.abort();
  }, [key, round, again]);
  return state.key === key ? state : { answer: null, failure: null };
}
