import { ApiFailure } from '@kanban/api';
import { useEffect, useState } from 'preact/hooks';

interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly failure: ApiFailure | null;
}

/** Asks for something that one dialog needs, whenever `key` changes; null asks for nothing. */
export function useAnswer<Answer>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Asked<Answer> {
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
        setState({ key, answer: null, failure: error });
      });
    return () => asking.abort();
  }, [key]);
  return state.key === key ? state : { answer: null, failure: null };
}
