/**
 * The headers from which mail programs make their unsubscribe button (RFC 2369, RFC 8058), for mails from a
 * subscription. Programs trust it if the mail server signs both headers with DKIM and the address is https. `prepared`:
 * the value cannot contain a line break.
 */
export function listHeaders(url: string | undefined): Record<string, { prepared: true; value: string }> {
  if (url === undefined) return {};
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` },
    'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
  };
}
