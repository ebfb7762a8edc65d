import { useApp } from './context.ts';
import { Dialog } from './dialog.tsx';

/** Asks for the API's access token, and keeps it for as long as the tab is open. */
export function TokenDialog() {
  const { board, tokens } = useApp();
  const isNeeded = board.failure.value?.reason === 'tokenNeeded';
  return (
    <Dialog
      id="token-dialog"
      isOpen={isNeeded}
      isNeeded
      heading="An access token is needed"
      closed={() => undefined}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const input = event.currentTarget.elements.namedItem('token') as HTMLInputElement;
          tokens.set(input.value.trim());
          board.refresh();
        }}
      >
        <p id="token-note">
          {tokens.get() === undefined
            ? 'The metrics API answers only with a token. It is kept until this tab is closed.'
            : 'The metrics API did not accept the token. Please check it and try again.'}
        </p>
        <label for="token">Access token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="off"
          required
          aria-describedby="token-note"
        />
        <button type="submit">Show the board</button>
      </form>
    </Dialog>
  );
}
