/** How sending a message ended. `mayHaveArrived`: cut after hand-over, so that only the recipient knows. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'refused'; readonly error: string; readonly mayHaveArrived: false }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly mayHaveArrived: boolean;
      /** The receiver asked not to be tried again sooner. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'overtaken' };
