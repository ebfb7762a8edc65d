import { useTools } from '../tools.ts';

/** Who is at the wall, and what they may do. */
export function Who() {
  const { signIn, wall } = useTools();
  const session = wall.session.value;
  if (!session) return null;
  const { person } = session;
  if (!person) {
    return (
      <>
        <span class="soft">You can look, but not move.</span>
        <button
          type="button"
          onClick={() => {
            signIn.isWanted.value = true;
          }}
        >
          Sign in …
        </button>
      </>
    );
  }
  return (
    <>
      <span>
        {person.displayName}
        {!person.mayMove && !person.mayEdit && <span class="soft"> reads only</span>}
      </span>
      {session.signIn !== 'header' && (
        <button type="button" onClick={() => void signIn.out()}>
          Sign out
        </button>
      )}
    </>
  );
}
