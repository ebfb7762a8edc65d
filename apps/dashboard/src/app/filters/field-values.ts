import { ApiFailure, askQuestion } from '@kanban/api';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../context.ts';

type Field = 'type' | 'classOfService' | 'assignee';
type Values = Readonly<Record<Field, readonly string[]>>;

const NO_FILTER = { type: undefined, classOfService: undefined, assignee: undefined };
const NONE: Values = { type: [], classOfService: [], assignee: [] };

/** The values that open items of the stream have, by name: enough to choose from, and one question. */
export function useFieldValues(): Values {
  const { board, client } = useApp();
  const request = board.request.value;
  const stream = request?.stream;
  const [values, setValues] = useState(NONE);
  useEffect(() => {
    if (!request) return;
    const asking = new AbortController();
    askQuestion(client, 'workItems', { ...request, ...NO_FILTER }, asking.signal, { limit: '2000' })
      .then(({ items }) => {
        const of = (field: Field) =>
          [...new Set(items.map((item) => item[field]).filter((value) => value !== null))].sort();
        setValues({ type: of('type'), classOfService: of('classOfService'), assignee: of('assignee') });
      })
      .catch((error: unknown) => {
        // What can be typed need not be offered.
        if (!(error instanceof ApiFailure) && !asking.signal.aborted) throw error;
      });
    return () => asking.abort();
  }, [stream]);
  return values;
}
