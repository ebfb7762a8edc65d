import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv, Deps } from '../../deps.ts';
import { pageOf } from './page.ts';

const SCRIPT = fileURLToPath(import.meta.resolve('rapidoc/dist/rapidoc-min.js'));

/**
 * The OpenAPI document, and a page to browse it that needs nothing from elsewhere: RapiDoc is served from its package. Of
 * tokens they speak only when there are any, or readers look for a token that nobody has.
 */
export function addDocs(app: OpenAPIHono<AppEnv>, { tokens }: Deps): void {
  const needsToken = tokens.length > 0;
  if (needsToken) {
    app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
      type: 'http',
      scheme: 'bearer',
      description: 'One of the API_TOKENS that the service was started with.',
    });
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Kanban Flow metrics',
      version: '1',
      description:
        'How work flows through a kanban board: answers in JSON, or the same rows in CSV (`format=csv` or `Accept: text/csv`). ' +
        'Instants are UTC with microseconds, durations milliseconds. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: '/' }],
    ...(needsToken ? { security: [{ token: [] }] } : {}),
  });
  app.get('/docs', (c) => c.html(pageOf({ needsToken })));
  app.get('/docs/rapidoc.js', async (c) =>
    c.body(await readFile(SCRIPT), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=86400',
    }),
  );
}
