import type { ClaimedDelivery } from '../claim/claim.ts';

/** How an attempt ended, for the ledger. */
export type Settlement =
  | { readonly state: 'sent' }
  | { readonly state: 'dead'; readonly error: string; readonly mayHaveArrived: boolean }
  | {
      readonly state: 'pending';
      readonly error: string;
      readonly delayMs: number;
      readonly mayHaveArrived: boolean;
    };

export interface SettledDelivery {
  readonly delivery: ClaimedDelivery;
  readonly settlement: Settlement;
}

/** An attempt that did not succeed. */
export interface Failed {
  readonly delivery: ClaimedDelivery;
  readonly settlement: Exclude<Settlement, { state: 'sent' }>;
}
