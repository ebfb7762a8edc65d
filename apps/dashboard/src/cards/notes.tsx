import { annotationWords, type Signed, signed } from '@kanban/charts';
import { useMemo } from 'preact/hooks';
import { useRemote } from '../app/context.ts';
import { ask } from '../view/ask.ts';

/** What people wrote about days of the range: charts over time name each by its letter. */
export const annotations = ask('annotations', { limit: '200' });

/** The same letters for all charts of a page. */
export function useSigned(isWanted: boolean): readonly Signed[] {
  const { answer } = useRemote(annotations);
  return useMemo(() => (answer && isWanted ? signed(answer.annotations) : []), [answer, isWanted]);
}

/** In words what the letters in the charts mean. Its line is there before they are, so that nothing jumps. */
export function Notes() {
  const signs = useSigned(true);
  if (signs.length === 0) return <div class="notes" />;
  return (
    <section class="notes" aria-label="What people say happened">
      <h2>What people say happened</h2>
      <ul>
        {signs.map((each) => (
          <li key={each.sign}>{annotationWords(each)}</li>
        ))}
      </ul>
    </section>
  );
}
