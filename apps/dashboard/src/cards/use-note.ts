import { useApp } from '../app/context.ts';
import { failureWords, isToldByField } from '../app/failure-words.ts';
import type { Remote } from '../view/ask.ts';
import type { CardLook } from './card-state.ts';
import { narrowed } from './filter-words.ts';

/** What stands where the answer would; empty when there is one. `emptyText`: what there is none of. */
export function useNote(look: CardLook, emptyText: string, { answer, failure }: Remote<unknown>): string {
  const { board, view } = useApp();
  if (look === 'loading') return 'Loading …';
  if (look === 'empty') return narrowed(emptyText, answer as object, view.value);
  if (look === 'notPermitted') return 'Only people with an access token may see this.';
  if (look !== 'failed' || failure === null) return '';
  if (board.failure.value !== null) return 'No answer: see the message above.';
  if (isToldByField(failure)) return 'No answer: see the field above.';
  return failure.reason === 'refused' ? failureWords(failure, view.value) : failure.brief;
}
