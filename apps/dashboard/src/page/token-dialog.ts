import type { TokenStore } from '../api/token.ts';
import { h } from './dom.ts';

/** Asks for the API's access token, and keeps it for as long as the tab is open. */
export function createTokenDialog(tokens: TokenStore, entered: () => void) {
  const input = h('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'off',
    required: true,
    'aria-describedby': 'token-note',
  });
  const note = h('p', { id: 'token-note' });
  const element = h(
    'dialog',
    { class: 'token-dialog', 'aria-labelledby': 'token-heading' },
    h(
      'form',
      {
        method: 'dialog',
        onsubmit: () => {
          tokens.set(input.value.trim());
          input.value = '';
          entered();
        },
      },
      h('h2', { id: 'token-heading' }, 'An access token is needed'),
      note,
      h('label', { for: 'token' }, 'Access token'),
      input,
      h('button', { type: 'submit' }, 'Show the board'),
    ),
  );
  return {
    element,
    show(isNeeded: boolean): void {
      if (!isNeeded) element.close();
      if (!isNeeded || element.open) return;
      note.textContent =
        tokens.get() === undefined
          ? 'The metrics API answers only with a token. It is kept until this tab is closed.'
          : 'The metrics API did not accept the token. Please check it and try again.';
      element.showModal();
    },
  };
}
