import { characters } from '@kanban/domain';
import type { EndpointChannel } from '@kanban/notifications';
import { checkLiteral, keyOf, newSecret, PrivateAddress } from '@kanban/notifications/endpoints';
import { Refused, UsageError } from '../failure.ts';

/**
 * Refuses a name or URL that no notifier could use. Throws UsageError or Refused; the message does not contain the URL,
 * which is a secret.
 */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) {
    throw new UsageError(
      'The name of an endpoint has 1 to 64 letters, digits, dots, dashes and underscores.',
    );
  }
}

export function checkUrl(text: string, allowPrivate: boolean): void {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' && !(allowPrivate && url?.protocol === 'http:')) {
    throw new Refused('The URL is not an https: address (ALLOW_PRIVATE_ENDPOINTS=true allows http: too).');
  }
  if (characters(text) > 2048) throw new Refused('The URL is longer than 2048 characters.');
  if (allowPrivate) return;
  try {
    checkLiteral(url);
  } catch (error) {
    if (error instanceof PrivateAddress) throw new Refused(`${error.message}.`);
    throw error;
  }
}

/** The secret to store; a new webhook without one gets a new secret. */
export function secretFor(
  channel: EndpointChannel,
  given: string | undefined,
  isNew: boolean,
): string | null {
  if (channel !== 'webhook') {
    if (given !== undefined)
      throw new UsageError('Only webhooks have a signing secret; the URL is the secret of a chat.');
    return null;
  }
  if (given === undefined) return isNew ? newSecret() : null;
  if (!keyOf(given)) throw new Refused('The secret is not whsec_ with at least 16 bytes in base64.');
  return given;
}
