import { Refused } from '../answer/problems.ts';
import type { Person } from './person.ts';

const LETS = {
  may_move: ['mayMove', 'move cards'],
  may_edit: ['mayEdit', 'change items'],
  membership: ['isMember', 'follow items'],
} as const;

/** Throws unless somebody is signed in whose row of `members` has the right; `membership`: any row will do. */
export function requireRight(person: Person | undefined, right: keyof typeof LETS): Person {
  if (!person) {
    throw new Refused('sign-in-needed', {
      detail: 'Nobody is signed in.',
      allowed: 'a session, as /v1/session describes, or a token',
    });
  }
  const [flag, what] = LETS[right];
  if (!person[flag]) {
    throw new Refused('right-needed', {
      detail: person.isMember
        ? `${person.displayName} may not ${what} here.`
        : `${person.displayName} is no member of this board and may read only.`,
      ...(right === 'membership'
        ? { allowed: 'members of the board' }
        : { allowed: `members whom an administrator gave ${right}`, right }),
    });
  }
  return person;
}
