import { ApiFailure } from '@kanban/api';
import { useSignal } from '@preact/signals';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../app/dialog.tsx';
import { addressOf } from '../../../view/view.ts';
import { useTools } from '../tools.ts';

/** Who is it? Asked once, when it has to be known; what waits for it goes on. */
export function SignInDialog() {
  const { view } = useApp();
  const { signIn, wall } = useTools();
  const refusal = useSignal<string | null>(null);
  const session = wall.session.value;

  async function enter(name: string): Promise<void> {
    refusal.value = null;
    try {
      await signIn.as(name);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      refusal.value = error.message;
    }
  }

  return (
    <Dialog
      id="sign-in-dialog"
      isOpen={signIn.isWanted.value}
      isForm
      heading="Who are you?"
      closed={() => signIn.dismiss()}
    >
      {session?.signIn === 'local' && (
        <form
          class="draft-form"
          onSubmit={(event) => {
            event.preventDefault();
            const input = event.currentTarget.elements.namedItem('person') as HTMLInputElement;
            void enter(input.value.trim());
          }}
        >
          <p id="sign-in-note">
            Your name stands in the history beside what you do. A new name becomes a member who may move and
            edit.
          </p>
          <div class="field">
            <label for="person">Your name</label>
            <input id="person" name="person" type="text" required maxLength={128} autocomplete="username" />
          </div>
          <button type="submit">Sign in</button>
          {refusal.value !== null && (
            <p class="form-refusal" role="alert">
              {refusal.value}
            </p>
          )}
        </form>
      )}
      {session?.signIn === 'oidc' && session.signInAddress !== null && (
        <p>
          <a class="button" href={`${session.signInAddress}?returnTo=${encodeURIComponent(here())}`}>
            Sign in
          </a>{' '}
          What you typed is kept meanwhile.
        </p>
      )}
      {session?.signIn === 'header' && (
        <p>
          The proxy in front of this page says who you are, and it said nothing. Load the page again to sign
          in there.
        </p>
      )}
    </Dialog>
  );

  function here(): string {
    return location.pathname + addressOf(view.value).replace(/^\.\//, '');
  }
}
