import { OpenAPIHono } from '@hono/zod-openapi';
import { answerErrors, logRequests } from '@kanban/service/http';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { refusalFor } from './answer/problems.ts';
import { refuseInvalid } from './answer/refuse-invalid.ts';
import type { AppEnv, Deps } from './deps.ts';
import { nameAnswers } from './http/answer-deadline.ts';
import { bearerToken, isClosed } from './http/bearer-token.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { dashboard } from './http/dashboard.ts';
import { fieldsToLog } from './http/fields-to-log.ts';
import { knownHost } from './http/known-host.ts';
import { notFound } from './http/not-found.ts';
import { securityHeaders } from './http/security-headers.ts';
import { addAgeing } from './routes/ageing/handler.ts';
import { addAnnotations } from './routes/annotations/handler.ts';
import { addAttention } from './routes/attention/handler.ts';
import { addAuditLog } from './routes/audit-log/handler.ts';
import { addBlocked } from './routes/blocked/handler.ts';
import { addChanges } from './routes/changes/handler.ts';
import { addChangesStream } from './routes/changes-stream/handler.ts';
import { addCumulativeFlow } from './routes/cumulative-flow/handler.ts';
import { addDataQuality } from './routes/data-quality/handler.ts';
import { addDocs } from './routes/docs/handler.ts';
import { addFlow } from './routes/flow/handler.ts';
import { addForecastBacktest } from './routes/forecast/backtest.ts';
import { addForecastHowMany } from './routes/forecast/how-many.ts';
import { addForecastWhen } from './routes/forecast/when.ts';
import { addHealth } from './routes/health/handler.ts';
import { addLeadTime } from './routes/lead-time/handler.ts';
import { addLeadTimeIntervals } from './routes/lead-time/intervals-handler.ts';
import { addMetrics } from './routes/metrics/handler.ts';
import { addProcessBehaviour } from './routes/process-behaviour/handler.ts';
import { addQueues } from './routes/queues/handler.ts';
import { addSla } from './routes/sla/handler.ts';
import { addSlaBudget } from './routes/sla-budget/handler.ts';
import { addStability } from './routes/stability/handler.ts';
import { addThroughput } from './routes/throughput/handler.ts';
import { addTimeInQueue } from './routes/time-in-queue/handler.ts';
import { addUnsubscribe } from './routes/unsubscribe/handler.ts';
import { addValueStreams } from './routes/value-streams/handler.ts';
import { addWorkItemDeliveries } from './routes/work-items/deliveries.ts';
import { addWorkItems } from './routes/work-items/handler.ts';

/**
 * What needs a token where the API is closed, besides /v1, which a person who signed in at the board API reads too. The rest tells
 * nothing of the board: the dashboard's files, which ask for the token, the description of the API, which is the same on every
 * board, /health/live, which only says that we run, and /unsubscribe, whose links are tokens themselves.
 */
const GUARDED = ['/metrics', '/health/ready'];

/** The whole service as a function of requests. It reads no environment, listens nowhere and writes nothing but who unsubscribed. */
export function createApp(deps: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  app.onError(answerErrors(deps.log, refusalFor));
  app.notFound(notFound);

  app.use(requestId());
  app.use(nameAnswers());
  app.use(logRequests(deps.log, deps.measurements.requestSeconds, fieldsToLog));
  app.use(compress());
  app.use(securityHeaders());
  app.use(crossOrigin(deps.corsOrigins));
  if (!isClosed(deps)) app.use(knownHost(deps.apiUrl));
  else {
    app.use('/v1/*', bearerToken(deps.tokens, deps));
    for (const path of GUARDED) app.use(path, bearerToken(deps.tokens));
  }

  addValueStreams(app, deps);
  addQueues(app, deps);
  addLeadTime(app, deps);
  addLeadTimeIntervals(app, deps);
  addChanges(app, deps);
  addAnnotations(app, deps);
  addChangesStream(app, deps);
  addCumulativeFlow(app, deps);
  addDataQuality(app, deps);
  addThroughput(app, deps);
  addSla(app, deps);
  addSlaBudget(app, deps);
  addFlow(app, deps);
  addStability(app, deps);
  addProcessBehaviour(app, deps);
  addTimeInQueue(app, deps);
  addBlocked(app, deps);
  addForecastHowMany(app, deps);
  addForecastWhen(app, deps);
  addForecastBacktest(app, deps);
  addWorkItems(app, deps);
  addWorkItemDeliveries(app, deps);
  addAgeing(app, deps);
  addAttention(app, deps);
  addAuditLog(app, deps);
  addHealth(app, deps);
  addMetrics(app, deps);
  addDocs(app, deps);
  addUnsubscribe(app, deps);
  // Last: it answers for every path that is left.
  if (deps.dashboardDir !== undefined) app.use(dashboard(deps.dashboardDir));
  return app;
}
