import { createBoardClient } from '@kanban/api/board';
import { computed, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../../app/context.ts';
import { attention } from './asks.ts';
import { Acts } from './model/acts.ts';
import { filterOf, isNarrow } from './model/keeps.ts';
import { Mover } from './model/moves.ts';
import { SignIn } from './model/sign-in.ts';
import { Wall } from './model/wall.ts';

export type BulkAct = 'move' | 'assign' | 'block' | 'delete';

/** What every part of the wall may use. */
export interface Tools {
  readonly wall: Wall;
  readonly mover: Mover;
  readonly acts: Acts;
  readonly signIn: SignIn;
  readonly isFiltered: { readonly value: boolean };
  /** The card whose menu is open, the queue that gets a new card, and so on; null: none. */
  readonly moving: Signal<string | null>;
  readonly adding: Signal<string | null>;
  readonly bulk: Signal<BulkAct | null>;
  readonly isHelpOpen: Signal<boolean>;
  /** The card in the hand, with what each queue says to it once that is known. */
  readonly inHand: Signal<{ reference: string; refusals: ReadonlyMap<string, string> } | null>;
}

export const ToolsContext = createContext<Tools | null>(null);

export function useTools(): Tools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('This part stands outside of the wall.');
  return tools;
}

export function createTools({ apiUrl, board, view }: App): Tools {
  const client = createBoardClient({ url: apiUrl.href.replace(/\/$/, '') });
  const only = computed(() => {
    if (view.value.only !== 'attention') return null;
    const { answer } = board.remote(attention).value;
    return new Set((answer?.lines ?? []).flatMap(({ reference }) => reference ?? []));
  });
  const filter = computed(() => filterOf(view.value, only.value));
  const wall = new Wall(client, filter, () => board.request.peek()?.lastWorkday ?? null);
  const signIn = new SignIn(wall);
  return {
    wall,
    signIn,
    acts: new Acts(wall, signIn),
    mover: new Mover(wall, signIn),
    isFiltered: computed(() => isNarrow(filter.value)),
    moving: signal(null),
    adding: signal(null),
    bulk: signal(null),
    isHelpOpen: signal(false),
    inHand: signal(null),
  };
}
