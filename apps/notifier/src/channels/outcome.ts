/** How sending a message ended. `mayHaveArrived`: cut after the hand-over, so only the recipient knows. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'refused'; readonly error: string; readonly mayHaveArrived: false }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly mayHaveArrived: boolean;
      /** The receiver asked for no attempt before this. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'overtaken' };
