import type { ClaimedDelivery } from '@kanban/ledger';
import type { Config } from '../config.ts';

/** Where the recipient ends the subscription behind a message; undefined where there is none. The metrics API answers there. */
export function unsubscribeUrl(
  { unsubscribeToken }: Pick<ClaimedDelivery, 'unsubscribeToken'>,
  { apiUrl }: Pick<Config, 'apiUrl'>,
): string | undefined {
  return unsubscribeToken === undefined ? undefined : `${apiUrl}/unsubscribe/${unsubscribeToken}`;
}
