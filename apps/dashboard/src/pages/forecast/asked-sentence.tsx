import type { ApiFailure } from '@kanban/api';
import { asLongBeforeWords, historyWords, zonedDates } from '@kanban/charts';
import { useApp, useRemote } from '../../app/context.ts';
import { failureWords } from '../../app/failure-words.ts';
import { DraftInput } from '../../app/filters/draft-input.tsx';
import type { Ask } from '../../view/ask.ts';
import type { View } from '../../view/view.ts';
import { asLongBefore, countsOf } from './defaults.ts';

/** Two questions as one sentence each, with a field for what is asked about, and what both rest on. */
export function AskedSentence({
  howMany,
  when,
}: {
  howMany: Ask<'forecastHowMany'>;
  when: Ask<'forecastWhen'>;
}) {
  const { board, view, choose } = useApp();
  const { date } = view.value;
  const { answer, failure } = useRemote(howMany);
  const until = answer?.date ?? '';
  const refusal = refusalOf(failure, 'date', view.value);
  return (
    <form class="asked" aria-label="What to forecast" onSubmit={(event) => event.preventDefault()}>
      <Counts when={when} />
      <p>
        How many do we finish by{' '}
        <DraftInput
          id="date"
          type="date"
          label="Last day"
          refusal={refusal && 'date-refusal'}
          least={board.request.value?.day}
          value={date ?? until}
          commit={(day) => choose({ date: day || null })}
        />
        ?<FieldRefusal id="date-refusal" words={refusal} />
      </p>
      <Past howMany={howMany} />
    </form>
  );
}

/** How many items of this stream, and of others that have to be done as well. */
function Counts({ when }: { when: Ask<'forecastWhen'> }) {
  const { board, view, choose } = useApp();
  const own = board.stream.value?.name ?? '';
  const others = view.value.together?.split(',') ?? [];
  const streams = [own, ...others];
  const counts = countsOf(view.value.count, streams.join(','));
  const refusal = refusalOf(useRemote(when).failure, 'items', view.value);
  // A comma parts names in the address.
  const free = board.streams.value
    .map(({ name }) => name)
    .filter((name) => !streams.includes(name) && !name.includes(','));
  const setCount = (place: number, text: string) =>
    choose({ count: counts.map((count, n) => (n === place ? text.trim() : count)).join(',') || null });
  const leaveOut = (name: string) =>
    choose({
      together: others.filter((other) => other !== name).join(',') || null,
      count: counts.filter((_, n) => streams[n] !== name).join(','),
    });
  return (
    <p>
      When will{' '}
      {streams.map((name, n) => (
        <span key={name}>
          {n > 0 && ' and '}
          <DraftInput
            id={n === 0 ? 'count' : `count-${n}`}
            type="text"
            size={6}
            label={n === 0 ? 'Number of items, such as 20 or 20..25' : `Number of items of ${name}`}
            value={counts[n] ?? ''}
            refusal={refusal && 'count-refusal'}
            commit={(text) => setCount(n, text)}
          />
          {others.length > 0 && ` of ${name}`}
          {n > 0 && (
            <button type="button" aria-label={`Without ${name}`} onClick={() => leaveOut(name)}>
              ×
            </button>
          )}
        </span>
      ))}{' '}
      more items be done?{' '}
      {free.length > 0 && (
        <select
          id="together"
          aria-label="Together with another stream"
          value=""
          onChange={({ currentTarget: { value } }) =>
            choose({
              together: [...others, value].join(','),
              count: [...counts, countsOf(null, null)[0]].join(','),
            })
          }
        >
          <option value="">Together with …</option>
          {free.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <FieldRefusal id="count-refusal" words={refusal} />
    </p>
  );
}

/** Why a field cannot be asked for as it is, in its own name; undefined: it can. */
function refusalOf(failure: ApiFailure | null, parameter: string, view: View): string | undefined {
  return failure?.problem?.parameter === parameter ? failureWords(failure, view) : undefined;
}

function FieldRefusal({ id, words }: { id: string; words: string | undefined }) {
  return (
    <span id={id} class="field-refusal" role="alert">
      {words}
    </span>
  );
}

/** The one assumption: the days that those to come are drawn from, which can be pinned. */
function Past({ howMany }: { howMany: Ask<'forecastHowMany'> }) {
  const { view, choose } = useApp();
  const { answer } = useRemote(howMany);
  const before = useRemote(asLongBefore).answer;
  const dates = answer && zonedDates(answer.timeZone);
  const pinned = view.value.past?.split('..') ?? [];
  const from = pinned[0] ?? (answer && dates ? dates.isoDate(answer.from) : '');
  // Answers end where the next day begins.
  const to = pinned[1] ?? (answer && dates ? dates.isoDate(Date.parse(answer.to) - 1) : '');
  const pin = (first: string, last: string) =>
    choose({ past: first === '' || last === '' ? null : `${first}..${last}` });
  return (
    <>
      <p>
        If it goes on as from{' '}
        <DraftInput
          id="past-from"
          type="date"
          label="First day of the past"
          value={from}
          commit={(day) => pin(day, to)}
        />{' '}
        to{' '}
        <DraftInput
          id="past-to"
          type="date"
          label="Last day of the past"
          value={to}
          commit={(day) => pin(from, day)}
        />
        {answer && `: ${historyWords(answer)}.`}{' '}
        {view.value.past !== null && (
          <button type="button" onClick={() => choose({ past: null })}>
            The last 90 days again
          </button>
        )}
      </p>
      <p class="before-words">{before ? asLongBeforeWords(before, daysIn(before)) : '\u00a0'}</p>
    </>
  );
}

function daysIn({ from, to }: { from: string; to: string }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
