import { createServer } from 'node:http';
import { CONTENT_SECURITY_POLICY, listPage, mailPage } from './pages.mjs';

/** @import { Store } from './store.mjs' */

/**
 * The mailbox for a browser: `/` and `/mails/ID`; for programs: `/mails.json` (newest first),
 * `/mails/ID.json` and `/mails/ID.eml`.
 * @param {Store} store
 */
export function createWeb(store) {
  return createServer(async (request, response) => {
    try {
      // Another site's page must not read mails by pointing its own name at this address.
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      if (!['127.0.0.1', 'localhost', '[::1]'].includes(host))
        return send(response, 403, 'text/plain', 'Forbidden\n');
      const answer = await answerTo(store, new URL(request.url ?? '/', 'http://localhost').pathname);
      send(response, answer ? 200 : 404, ...(answer ?? ['text/plain', 'No such mail\n']));
    } catch (error) {
      console.error(error);
      send(response, 500, 'text/plain', 'The mailbox has an error; see its output\n');
    }
  });
}

/**
 * @param {Store} store
 * @param {string} path
 * @returns {Promise<[type: string, body: string | Buffer] | undefined>}
 */
async function answerTo(store, path) {
  if (path === '/') return ['text/html', listPage(await store.list())];
  if (path === '/mails.json') return ['application/json', JSON.stringify(await store.list())];
  const [, id, form] = /^\/mails\/([\w-]+)(\.json|\.eml)?$/.exec(path) ?? [];
  if (!id) return undefined;
  if (form === '.eml') {
    const raw = await store.raw(id);
    // As plain text: as a message, a browser might show its HTML with the rights of this page.
    return raw && ['text/plain', raw];
  }
  const mail = await store.read(id);
  if (!mail) return undefined;
  if (form !== '.json') return ['text/html', mailPage(id, mail)];
  const { subject, text, html, messageId, date, headerLines } = mail;
  return ['application/json', JSON.stringify({ id, subject, text, html, messageId, date, headerLines })];
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} type
 * @param {string | Buffer} body
 */
function send(response, status, type, body) {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
