import { isSessionId, sessionCookie, sessionHash, sessionIsOpen } from '@kanban/schema';
import { isLoopback } from '@kanban/service';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { sql } from 'kysely';
import type { Connections } from '../connections.ts';

/** The id of a session of the board API that came with the request; undefined: none did. */
export function sessionIdOf(c: Context): string | undefined {
  const { hostname } = new URL(c.req.url);
  const isHere = isLoopback(hostname.replace(/^\[|\]$/g, ''));
  const id =
    getCookie(c, sessionCookie.secure) ?? (isHere ? getCookie(c, sessionCookie.loopback) : undefined);
  return id !== undefined && isSessionId(id) ? id : undefined;
}

/** Whether somebody is signed in by it. Asked each time, so that a session taken away has ended at once. */
export async function isOpen({ db }: Pick<Connections, 'db'>, id: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM sessions s WHERE s.id_hash = ${sessionHash(id)} AND ${sql.raw(sessionIsOpen)}`.execute(db);
  return rows.length > 0;
}
