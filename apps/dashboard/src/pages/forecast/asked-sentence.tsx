import { useApp, useRemote } from '../../app/context.ts';
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
        <input
          id="count"
          type="text"
          inputMode="numeric"
          size={6}
          aria-label="Number of items, such as 20 or 20..25"
          value={count ?? DEFAULT_ITEMS}
          onChange={(event) => choose({ count: event.currentTarget.value.trim() || null })}
        />{' '}
        more items be done?
      </p>
      <p>
        How many do we finish by{' '}
        <input
          id="date"
          type="date"
          aria-label="Last day"
          min={board.request.value?.today}
          value={date ?? until}
          onChange={(event) => choose({ date: event.currentTarget.value || null })}
        />
        ?
      </p>
    </form>
  );
}
