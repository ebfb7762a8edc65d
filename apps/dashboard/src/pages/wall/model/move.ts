import type { Target } from './arrange.ts';

/** A move of the person, from the drop until the wall's own answer has it. */
export interface Move {
  readonly key: string;
  readonly reference: string;
  readonly from: string | null;
  /** To put it back there. */
  readonly old: Target | null;
  readonly target: Target;
  readonly fastTrack?: boolean;
  readonly reason?: string;
  isDone: boolean;
}
