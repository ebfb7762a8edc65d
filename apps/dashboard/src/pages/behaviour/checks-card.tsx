import { checkWords, stabilityWords } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { Card } from '../../cards/card.tsx';
import { lookOf, shownOf } from '../../cards/card-state.ts';
import { useNote } from '../../cards/use-note.ts';
import { ask } from '../../view/ask.ts';

export const stable = ask('stability');

/** The assumptions of Little's law, each with whether it holds here. */
export function ChecksCard() {
  const remote = useRemote(stable);
  const { answer } = remote;
  const isEmpty = answer !== null && (answer.window?.items ?? 0) === 0;
  const look = lookOf(remote, isEmpty);
  const note = useNote(look, 'Nothing was in progress in this range.', remote);
  const words = answer && !isEmpty ? stabilityWords(answer) : '';
  return (
    <Card
      id="checks"
      kind="list-card"
      question="Does what an average assumes hold here?"
      answer={words}
      subtitle="The five assumptions of Little’s law: items in progress = items a day × time in progress"
      look={look}
      isLoading={remote.status === 'loading'}
      shown={shownOf(remote)}
    >
      {answer && !isEmpty ? (
        <ul class="checks-list">
          {answer.checks.map(({ check, holds, says }) => (
            <li key={check} data-about={check} data-holds={holds === null ? 'unknown' : String(holds)}>
              <b>{holds === null ? '? Unknown' : holds ? '✓ Holds' : '✗ Fails'}</b>
              <span>
                {capital(checkWords(check))}. {capital(says)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="note">{note}</p>
      )}
    </Card>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
