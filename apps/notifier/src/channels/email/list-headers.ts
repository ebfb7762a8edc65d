/**
 * What makes mail programs show their own button (RFC 2369, RFC 8058), for mails that come from a subscription. Programs trust
 * it where the mail server signs both headers with DKIM and the address is https. `prepared`: no line break may get into it.
 */
export function listHeaders(url: string | undefined): Record<string, { prepared: true; value: string }> {
  if (url === undefined) return {};
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` },
    'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
  };
}
