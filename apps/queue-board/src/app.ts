import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Queue } from 'bullmq';
import { Hono } from 'hono';
import { readOnly, sameOrigin, tokenNeeded } from './access.ts';
import { nothingFromElsewhere, securityHeaders } from './page.ts';

/**
 * Bull Board for the queues, protected by the tokens. Jobs contain only ids: neither content nor recipients of messages
 * are visible here.
 */
export function createApp(
  queues: readonly Queue[],
  { tokens, isWritable }: { tokens: readonly string[]; isWritable: boolean },
): Hono {
  const adapter = new HonoAdapter(serveStatic);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: !isWritable })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Kanban Flow queues' } },
  });
  adapter.setBasePath('/');
  const app = new Hono();
  app.use(securityHeaders(), nothingFromElsewhere());
  app.get('/health/live', (c) => c.text('live\n'));
  app.use(tokenNeeded(tokens), sameOrigin());
  if (!isWritable) app.use(readOnly());
  app.route('/', adapter.registerPlugin());
  return app;
}
