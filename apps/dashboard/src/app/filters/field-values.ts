import { ApiFailure } from '@kanban/api';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../context.ts';

type Field = 'type' | 'classOfService' | 'assignee';
type Values = Readonly<Record<Field, readonly string[]>>;

const NONE: Values = { type: [], classOfService: [], assignee: [] };

/** The values that open items of the stream have, by name: enough to choose from, and one question. */
export function useFieldValues(): Values {
  const { board, client } = useApp();
  const stream = board.stream.value?.name;
  const [values, setValues] = useState(NONE);
  useEffect(() => {
    if (stream === undefined) return;
    const asking = new AbortController();
    client
      .ask('/v1/work-items', { stream, limit: '2000' }, asking.signal)
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
