import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { BadDatabaseUrl } from '@kanban/schema';
import { BadConfig } from '@kanban/service';
import { answerClientErrors, answerInTurn, stopServing } from '@kanban/service/http';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { createHub } from './changes/hub.ts';
import { type Config, readConfig } from './config.ts';
import { connect } from './connections.ts';
import { createAnswers } from './flights/answers.ts';
import { limitAnswers } from './http/answer-deadline.ts';
import { isClosed } from './http/bearer-token.ts';
import { createMeasurements } from './measurements.ts';
import { createWorkers } from './workers/create-workers.ts';

/** A process that is told to stop is gone by then, whatever it waits for. */
const STOP_WITHIN_MS = 6_000;
/** A client that takes nothing for this long gives its connection, and the database's, back. */
const IDLE_CLIENT_MS = 120_000;

function start(config: Config): void {
  const log = pino({ name: 'metrics-api', level: config.logLevel });
  const measurements = createMeasurements();
  const { connectionLimit, tokens, peopleSignIn, apiUrl, corsOrigins, dashboardDir } = config;
  const connections = connect(config.databaseUrl, { connectionLimit, measurements });
  const changes = createHub(connections.db, { measurements, limit: config.liveConnections });
  const answers = createAnswers(config.answerCacheMegabytes, measurements);
  const workers =
    config.answerThreads > 0 ? createWorkers(config.databaseUrl, config.answerThreads) : undefined;
  const app = createApp({
    ...connections,
    answers,
    changes,
    workers,
    log,
    measurements,
    tokens,
    peopleSignIn,
    apiUrl,
    corsOrigins,
    dashboardDir,
  });

  const server = serve(
    { fetch: answerInTurn(app.fetch), hostname: config.host, port: config.port },
    ({ address, port }) => {
      log.info({ address, port, needsToken: isClosed(config) }, 'listening');
    },
  ) as Server;
  answerClientErrors(server, log);
  limitAnswers(server, config.answerWithinMs, log);
  server.setTimeout(IDLE_CLIENT_MS);
  server.on('error', (error: NodeJS.ErrnoException) => refuseToStart(listenProblem(error, config)));

  closeWithGrace({ delay: STOP_WITHIN_MS, logger: false }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'stopping after an error nobody handled');
    else log.info({ signal }, 'stopping');
    // First, so that their pages are spread over the seconds to come.
    changes.close();
    await stopServing(server);
    // With the database gone this may never return: the deadline above ends it.
    await workers?.close();
    await connections.db.destroy();
    log.info('stopped');
  });
}

function listenProblem(error: NodeJS.ErrnoException, { host, port }: Config): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} of ${host} is taken: stop what uses it, or set PORT.`;
  if (error.code === 'EACCES') return `Port ${port} is not for this user: set PORT to one over 1023.`;
  return `Cannot listen on ${host}, port ${port}: ${error.message}.`;
}

function refuseToStart(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

try {
  start(readConfig(process.env));
} catch (error) {
  if (error instanceof BadConfig || error instanceof BadDatabaseUrl) refuseToStart(error.message);
  throw error;
}
