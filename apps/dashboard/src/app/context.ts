import type { Client, QuestionName } from '@kanban/api';
import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TokenStore } from '../api/token.ts';
import type { Ask, RemoteOf } from '../view/ask.ts';
import type { Board } from '../view/board.ts';
import type { View } from '../view/view.ts';

/** What every part of the page may use. */
export interface App {
  readonly apiUrl: URL;
  readonly client: Client;
  readonly tokens: TokenStore;
  readonly board: Board;
  readonly view: ReadonlySignal<View>;
  /** Each choice is a place that the back button comes back to; a letter that is typed is none. */
  choose(change: Partial<View>, how?: { isTyping?: boolean }): void;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('This part stands outside of the page.');
  return app;
}

/** The present answer to a question of the page; the component is drawn again with each change. */
export function useRemote<Name extends QuestionName>(ask: Ask<Name>): RemoteOf<Name> {
  return useApp().board.remote(ask).value;
}
