import { ApiFailure } from '@kanban/api';
import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { insist } from '../model/insist.ts';
import type { Wall } from '../model/wall.ts';
import type { Item } from './item-fields.ts';

interface Asked {
  readonly item: Item | null;
  readonly failure: ApiFailure | null;
}

/**
 * The whole of an item for who is signed in, asked again with each change of the wall and until there is an answer; what is
 * there stays meanwhile.
 */
export function useItem(wall: Wall, reference: ReadonlySignal<string | null>): ReadonlySignal<Asked> {
  const asked = useSignal<Asked>({ item: null, failure: null });
  useSignalEffect(() => {
    const wanted = reference.value;
    // Asked with each state of the wall, and as each person.
    const { answer, session, itemRound } = wall;
    void [answer.value?.version, session.value?.person?.name, itemRound.value];
    if (wanted === null) {
      asked.value = { item: null, failure: null };
      return undefined;
    }
    const asking = new AbortController();
    if (asked.peek().item?.reference !== wanted) asked.value = { item: null, failure: null };
    const failed = (failure: ApiFailure) => {
      asked.value = { item: asked.peek().item, failure };
    };
    insist(
      () => wall.board.call('item', { reference: wanted }, { signal: asking.signal }),
      failed,
      asking.signal,
    )
      .then((item) => {
        const known = asked.peek();
        if (known.failure !== null || JSON.stringify(known.item) !== JSON.stringify(item))
          asked.value = { item, failure: null };
      })
      .catch((error: unknown) => {
        if (asking.signal.aborted) return;
        if (!(error instanceof ApiFailure)) throw error;
        failed(error);
      });
    return () => asking.abort();
  });
  return asked;
}
