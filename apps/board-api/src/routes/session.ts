import type { OpenAPIHono } from '@hono/zod-openapi';
import { sessionRoute, signInRoute, signOutRoute } from '@kanban/api/board/contracts';
import { inTransaction } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { loadPerson, type Person } from '../people/person.ts';
import { giveSession, readSessionId, takeSession } from '../sessions/session-cookie.ts';
import { beginSession, endSession, loadSession } from '../sessions/sessions.ts';
import { actAs } from '../write/act-as.ts';

/** Who asks, and how to become somebody. */
export function addSession(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  const { pool, signIn, config } = deps;
  const isSecure = config.publicUrl?.startsWith('https:') ?? false;
  const told = (person: Person | undefined) => ({
    signIn: signIn.kind,
    person: person ?? null,
    signInAddress: signIn.signInAddress,
  });

  app.openapi(sessionRoute, async (c) => {
    c.header('Cache-Control', 'no-store');
    const person = c.get('person');
    // The proxy says who it is with each request; the session tells the metrics API, which knows no header.
    if (signIn.kind === 'header' && person && !c.get('isProgram')) {
      const former = readSessionId(c, isSecure);
      const signedIn = former === undefined ? undefined : await loadSession(deps, former);
      if (signedIn?.name !== person.name || signedIn.isMember !== person.isMember) {
        giveSession(c, isSecure, await beginSession(deps, person, former));
      }
    }
    return c.json(told(person), 200);
  });

  app.openapi(signInRoute, async (c) => {
    if (signIn.kind !== 'local') {
      throw new Refused('sign-in-refused', {
        detail: 'Nobody signs in by a name alone here.',
        allowed: signIn.signInAddress ?? 'the sign-in of the proxy in front',
      });
    }
    const { name } = c.req.valid('json');
    const admit = async (connection: PoolConnection) => {
      await actAs(connection, { person: name });
      await connection.query('CALL admit_member(?)', [name]);
      return loadPerson(connection, name);
    };
    const deadlineMs = config.databaseDeadlineMs;
    const person = await inTransaction(pool, admit, { deadlineMs, startWithinMs: deadlineMs });
    giveSession(c, isSecure, await beginSession(deps, person, readSessionId(c, isSecure)));
    c.header('Cache-Control', 'no-store');
    return c.json(told(person), 200);
  });

  app.openapi(signOutRoute, async (c) => {
    const id = readSessionId(c, isSecure);
    if (id !== undefined) await endSession(deps, id);
    takeSession(c, isSecure);
    c.header('Cache-Control', 'no-store');
    const signOutAddress = (await signIn.provider?.signOutAddress()) ?? null;
    return c.json({ signOutAddress }, 200);
  });
}
