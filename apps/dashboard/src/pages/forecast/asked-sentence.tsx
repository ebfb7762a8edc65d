import { useApp, useRemote } from '../../app/context.ts';
import { DraftInput } from '../../app/filters/draft-input.tsx';
import type { Ask } from '../../view/ask.ts';
import { DEFAULT_ITEMS } from './defaults.ts';

/** Two questions as one sentence each, with a field for what is asked about. */
export function AskedSentence({ howMany }: { howMany: Ask<'forecastHowMany'> }) {
  const { board, view, choose } = useApp();
  const { count, date } = view.value;
  const until = useRemote(howMany).answer?.date ?? '';
  return (
    <form class="asked" aria-label="What to forecast" onSubmit={(event) => event.preventDefault()}>
      <p>
        When will{' '}
        <DraftInput
          id="count"
          type="text"
          size={6}
          label="Number of items, such as 20 or 20..25"
          value={count ?? DEFAULT_ITEMS}
          commit={(text) => choose({ count: text.trim() || null })}
        />{' '}
        more items be done?
      </p>
      <p>
        How many do we finish by{' '}
        <DraftInput
          id="date"
          type="date"
          label="Last day"
          least={board.request.value?.today}
          value={date ?? until}
          commit={(day) => choose({ date: day || null })}
        />
        ?
      </p>
    </form>
  );
}
