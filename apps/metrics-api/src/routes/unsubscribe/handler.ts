import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AppEnv, Deps } from '../../deps.ts';
import { endSubscription } from './end-subscription.ts';
import { confirmPage, donePage, unknownPage } from './page.ts';

/** As the relay makes them: 128 bits of chance, which nobody guesses. */
const TOKEN = /^[0-9a-f]{32}$/;

/**
 * One-click unsubscribe (RFC 8058), the only thing here that changes anything: POST does it, as mail programs send it for their
 * button and as the page's own form does. GET only asks, since programs that scan mails follow links. Without a bearer token:
 * whoever got the mail holds the token of the link, which stands for one person and one subscription.
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

/** The address is the secret: it is kept by no cache and told to no other site (Referrer-Policy is set for all answers). */
function page(c: Context<AppEnv>, html: string, status: 200 | 404): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  return c.html(html, status);
}
