import type { Shown } from '../live/use-flash.ts';
import type { Remote } from '../view/ask.ts';

/** The five looks of a card, and the one with an answer. */
export type CardLook = 'loading' | 'empty' | 'failed' | 'outdated' | 'notPermitted' | 'shown';

export function lookOf({ answer, failure, isOutdated }: Remote<unknown>, isEmpty: boolean): CardLook {
  if (failure?.reason === 'tokenNeeded') return 'notPermitted';
  if (answer === null) return failure ? 'failed' : 'loading';
  // An old answer is kept when the API went away, or while a new one is on its way.
  if (isOutdated || failure) return 'outdated';
  return isEmpty ? 'empty' : 'shown';
}

/** An answer as what may flash, once `isPainted`. */
export function shownOf({ address, answer, status }: Remote<unknown>, isPainted = true): Shown {
  return { question: address, answer, isReady: status === 'ready' && isPainted };
}
