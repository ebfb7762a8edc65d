import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AppEnv, Deps } from '../../deps.ts';
import { endSubscription } from './end-subscription.ts';
import { confirmPage, donePage, unknownPage } from './page.ts';

/** The form of the relay's tokens: 128 random bits, which nobody can guess. */
const TOKEN = /^[0-9a-f]{32}$/;

/**
 * One-click unsubscribe (RFC 8058), the only route that changes anything. POST unsubscribes: mail programs send it for their button,
 * and the form on the page sends it too. GET only asks, because programs that scan mails follow links. It needs no bearer token:
 * the token in the link, which only the recipient of the mail has, identifies one person and one subscription.
 */
export function addUnsubscribe(app: OpenAPIHono<AppEnv>, { db }: Deps): void {
  app.get('/unsubscribe/:token', (c) =>
    TOKEN.test(c.req.param('token')) ? page(c, confirmPage, 200) : page(c, unknownPage, 404),
  );
  app.post('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const isKnown = TOKEN.test(token) && (await endSubscription(db, token));
    return isKnown ? page(c, donePage, 200) : page(c, unknownPage, 404);
  });
}

/** The address is the secret: no cache stores it, and no other site sees it (Referrer-Policy is set for all answers). */
function page(c: Context<AppEnv>, html: string, status: 200 | 404): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  return c.html(html, status);
}
