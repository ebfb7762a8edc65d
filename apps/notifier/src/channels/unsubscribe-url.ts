import type { ClaimedDelivery } from '@kanban/ledger';
import type { Config } from '../config.ts';

/**
 * The unsubscribe link of the subscription that caused a message; undefined without one. The metrics API answers it.
 */
export function unsubscribeUrl(
  { unsubscribeToken }: Pick<ClaimedDelivery, 'unsubscribeToken'>,
  { apiUrl }: Pick<Config, 'apiUrl'>,
): string | undefined {
  return unsubscribeToken === undefined ? undefined : `${apiUrl}/unsubscribe/${unsubscribeToken}`;
}
