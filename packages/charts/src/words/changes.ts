import type { AnswerTo } from '@kanban/api';
import { countOf, formatCount } from '../format/numbers.ts';
import { listed } from './counts.ts';

export type ChangesAnswer = AnswerTo<'/v1/changes'>;
type Change = ChangesAnswer['changes'][number];

const SAID: Readonly<Record<string, string>> = {
  entered: 'entered',
  finished: 'finished',
  dropped: 'dropped',
  movedBack: 'moved back',
  blocked: 'blocked',
  unblocked: 'unblocked',
  deadlineBroken: 'became late',
};

/** `moved back`; a change that this does not know yet as the API calls it. */
export function changeName(change: string): string {
  return SAID[change] ?? change.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What happened: `3 items finished, 2 entered and 1 moved back.` */
export function changesWords({ changes }: ChangesAnswer): string {
  const happened = changes.filter(({ items }) => items > 0);
  if (happened.length === 0) return 'Nothing has changed.';
  const said = ({ change, items }: Change, place: number) =>
    `${place === 0 ? countOf(items, 'item') : formatCount(items)} ${changeName(change)}`;
  return `${listed(happened.map(said), 7)}.`;
}
