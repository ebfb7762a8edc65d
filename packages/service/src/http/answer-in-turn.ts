import type { Http2Bindings, HttpBindings } from '@hono/node-server';

type Fetch = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>;

/**
 * Answers requests that come over one connection without waiting for answers one after the other: together they would hold as many
 * answers in memory, and as many connections to the database, as somebody cares to ask for.
 */
export function answerInTurn(fetch: Fetch): Fetch {
  const last = new WeakMap<object, Promise<void>>();
  return async (request, env) => {
    const { incoming, outgoing } = env;
    const before = last.get(incoming.socket);
    last.set(incoming.socket, new Promise<void>((resolve) => void outgoing.once('close', () => resolve())));
    await before;
    return fetch(request, env);
  };
}
