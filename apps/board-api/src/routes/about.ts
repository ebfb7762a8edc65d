import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { inTime } from '../in-time.ts';

/** What the service says of itself: its description, whether it lives, and whether it has a database. */
export function addAbout(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'One of BOARD_TOKENS; it acts as its member.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-kanban',
  });
  app.doc31('/board/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Kanban Flow board',
      version: '1',
      license: { name: 'MIT' },
      description:
        'The card wall: what is on the board, where it may go, and everything that changes it, by the rules of the database. ' +
        'Instants are UTC with microseconds. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
  });
  app.get('/board/health/live', (c) => c.text('live\n'));
  app.get('/board/health/ready', async (c) => {
    await inTime(deps, (connection) => connection.query('SELECT 1 FROM queue_state LIMIT 0'));
    return c.text('ready\n');
  });
}
