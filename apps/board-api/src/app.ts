import { OpenAPIHono } from '@hono/zod-openapi';
import { answerErrors, logRequests } from '@kanban/service/http';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { Refused, refusalFor } from './answer/problems.ts';
import { refuseInvalid } from './answer/refuse-invalid.ts';
import type { AppEnv } from './app-env.ts';
import type { Deps } from './deps.ts';
import { answerRefusal } from './http/answer-refusal.ts';
import { notFound } from './http/not-found.ts';
import { sameOrigin } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { readersOnly, whoAsks } from './http/who-asks.ts';
import { addAbout } from './routes/about.ts';
import { addBulk } from './routes/bulk.ts';
import { addFollow } from './routes/follow.ts';
import { addItems } from './routes/items.ts';
import { addMoves } from './routes/moves.ts';
import { addSession } from './routes/session.ts';
import { addSignIn } from './routes/sign-in.ts';
import { addThingsOfItems } from './routes/things-of-items.ts';
import { addWall } from './routes/wall.ts';

const MOST_BYTES = 512 * 1024;

/** The whole service as a function of requests. It reads no environment and listens nowhere. */
export function createApp(deps: Deps): OpenAPIHono<AppEnv> {
  const { log, measurements } = deps;
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  app.onError(answerErrors(log, noted, answerRefusal));
  app.notFound(notFound);

  app.use(requestId());
  app.use(logRequests(log, measurements.requestSeconds, (c) => ({ person: c.get('person')?.name })));
  app.use(compress());
  app.use(securityHeaders());
  // In this order: whom to believe, who asks, whether a page of another site made them ask.
  app.use(deps.signIn.guard);
  app.use('/v1/*', whoAsks(deps), sameOrigin(deps.config.publicUrl), readersOnly(deps));
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: () => {
        throw new Refused('body-too-large', {
          detail: 'The body is too long.',
          allowed: `up to ${MOST_BYTES / 1024} KB`,
        });
      },
    }),
  );

  addSession(app, deps);
  addSignIn(app, deps);
  addWall(app, deps);
  addItems(app, deps);
  addMoves(app, deps);
  addThingsOfItems(app, deps);
  addFollow(app, deps);
  addBulk(app, deps);
  addAbout(app, deps);
  return app;

  function noted(error: unknown): Refused {
    const refused = refusalFor(error);
    const { code } = refused.details;
    if (code !== undefined) measurements.refusals.inc({ code });
    return refused;
  }
}
