import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { channels } from '@kanban/notifications';
import { BadConfig } from '@kanban/service';
import { connectRedis } from '@kanban/service/redis';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';

/** Commands are given up after this long: a page says so rather than waiting. */
const REDIS_DEADLINE_MS = 5_000;

export interface QueueBoard {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves Bull Board for the queues of all channels. Throws BadConfig for a port that is taken. */
export async function startQueueBoard(config: Config, log: Logger): Promise<QueueBoard> {
  const redis = connectRedis(config.redisUrl, { name: 'kanban-queue-board' });
  redis.on('error', (error) => log.warn({ reason: error.message }, 'Redis is away'));
  const queues = channels.map((channel) => {
    const queue = new Queue(channel, {
      connection: redis,
      prefix: config.queuePrefix,
      skipWaitingForReady: true,
    });
    queue.on('error', (error) => log.debug({ channel, reason: error.message }, 'Queue error'));
    return queue;
  });
  const app = createApp(queues, config);
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }) as Server;
  server.setTimeout(REDIS_DEADLINE_MS);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new BadConfig('QUEUE_BOARD_PORT is taken by another program') : error;
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  log.info(
    { url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/` },
    'Listening',
  );
  return {
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
      redis.disconnect();
      await Promise.allSettled(queues.map((queue) => queue.close()));
    },
  };
}
