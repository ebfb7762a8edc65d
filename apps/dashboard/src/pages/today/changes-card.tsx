import { behind, changeName, changesWords, formatDay } from '@kanban/charts';
import { useApp, useRemote } from '../../app/context.ts';
import { Card } from '../../cards/card.tsx';
import { lookOf, shownOf } from '../../cards/card-state.ts';
import { CsvLink } from '../../cards/csv-link.tsx';
import { useNote } from '../../cards/use-note.ts';
import type { Ask } from '../../view/ask.ts';
import { ask } from '../../view/ask.ts';

/** Since the last working day. */
export const changes: Ask<'changes'> = {
  ...ask('changes'),
  choices: (request) => ({ ...request, from: request.lastWorkday, to: request.day }),
};

/** What happened since people last met; each kind leads to its items. */
export function ChangesCard() {
  const { board, choose } = useApp();
  const remote = useRemote(changes);
  const { answer } = remote;
  const request = board.request.value;
  const happened = answer?.changes.filter(({ items }) => items > 0) ?? [];
  const look = lookOf(remote, happened.length === 0);
  const words = answer ? changesWords(answer) : '';
  const note = useNote(look, words, remote);
  const since = request ? `Since ${formatDay(request.lastWorkday)}, the last working day` : '';
  return (
    <Card
      id="changes"
      kind="list-card"
      question="What has changed since we last met?"
      answer={happened.length > 0 ? words : ''}
      subtitle={since}
      look={look}
      isLoading={remote.status === 'loading'}
      shown={shownOf(remote)}
      tools={
        <div class="downloads">
          {<CsvLink csv={{ table: 'Changes', words: 'the changes' }} extra={rangeOf()} />}
        </div>
      }
    >
      <ul class="change-list">
        {happened.map(({ change, items }) => (
          <li key={change} data-about={change}>
            <button
              type="button"
              class="change"
              onClick={() =>
                choose({
                  behind: behind('changedItems', `${changeName(change)} s${since.slice(1)}`, {
                    ...rangeOf(),
                    only: change,
                  }),
                })
              }
            >
              <b>{items}</b> {changeName(change)}
            </button>
          </li>
        ))}
      </ul>
      <p class="note">{happened.length === 0 ? note : ''}</p>
    </Card>
  );

  function rangeOf(): { from: string; to: string } {
    return { from: request?.lastWorkday ?? '', to: request?.day ?? '' };
  }
}
