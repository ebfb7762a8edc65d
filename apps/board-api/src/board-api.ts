import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { checkAccess, createPool } from '@kanban/schema';
import { BadConfig, type Service, serveMonitoring } from '@kanban/service';
import { answerClientErrors, answerInTurn, stopServing } from '@kanban/service/http';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createMeasurements } from './measurements.ts';
import { sweepSessions } from './sessions/sessions.ts';
import { createSignIn } from './sign-in/create-sign-in.ts';
import { sweepKeys } from './write/write.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
const IDLE_CLIENT_MS = 120_000;

export interface BoardApi extends Service {
  readonly port: number;
}

/** Serves the board API. Throws BadConfig for a port that is taken, NoAccess for a login that may not. */
export async function startBoardApi(config: Config, log: Logger): Promise<BoardApi> {
  const measurements = createMeasurements();
  const pool = createPool(config.databaseUrl, {
    connectionLimit: config.connectionLimit,
    connectTimeoutMs: 5_000,
    applicationName: 'kanban-board-api',
  });
  await checkAccess(pool, 'sessions', config.databaseDeadlineMs);
  const database = { pool, config };
  const signIn = createSignIn(database, log);
  const app = createApp({ ...database, log, measurements, signIn });
  const server = serve({
    fetch: answerInTurn(app.fetch),
    hostname: config.host,
    port: config.port,
  }) as Server;
  answerClientErrors(server, log);
  server.setTimeout(IDLE_CLIENT_MS);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new BadConfig('BOARD_PORT is taken by another program') : error;
  });
  const { metricsPort } = config;
  const monitoring =
    metricsPort === undefined
      ? undefined
      : await serveMonitoring(metricsPort, measurements.registry, () => server.listening);
  const sweeping = setInterval(() => {
    Promise.all([sweepKeys(database), sweepSessions(database)]).catch((error) =>
      log.warn({ reason: (error as Error).message }, 'could not sweep; trying again later'),
    );
  }, SWEEP_EVERY_MS);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  log.info({ host: config.host, port, signIn: signIn.kind }, 'listening');
  return {
    port,
    async stop() {
      clearInterval(sweeping);
      monitoring?.close();
      await stopServing(server);
      // With the database gone this may never return: the service's deadline ends it.
      await pool.end();
    },
  };
}
