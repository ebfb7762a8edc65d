import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv, Deps } from '../../deps.ts';
import { isClosed } from '../../http/bearer-token.ts';
import { page, startScript } from './page.ts';

const SCRIPT = fileURLToPath(import.meta.resolve('redoc/bundles/redoc.standalone.js'));

/** The logo beneath its menu comes from its makers' server: left out, the link to them stays. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/[^"'`)]*/g;

/**
 * The OpenAPI document, and a page to browse it that loads nothing from elsewhere: Redoc is served from its package. Where the API
 * is open, a token may be given and none need be.
 */
export function addDocs(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description:
      'One of the API_TOKENS that the service was started with; without API_TOKENS none is needed.',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Kanban Flow metrics',
      version: '1',
      license: { name: 'MIT' },
      description:
        'How work flows through a kanban board: answers in JSON, or the same rows in CSV (`format=csv` or `Accept: text/csv`). ' +
        'Instants are UTC with microseconds, durations milliseconds. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: '/' }],
    security: isClosed(deps) ? [{ token: [] }] : [{ token: [] }, {}],
  });
  let redoc: Promise<string> | undefined;
  const script = {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=86400',
  };
  app.get('/docs', (c) => c.html(page));
  app.get('/docs/start.js', (c) => c.body(startScript, 200, script));
  app.get('/docs/redoc.js', async (c) => {
    redoc ??= readFile(SCRIPT, 'utf8').then((text) => text.replace(LOGO, 'data:,'));
    return c.body(await redoc, 200, script);
  });
}
