import { createHash } from 'node:crypto';

/** Without a request for so long a session ends. */
export const SESSION_IDLE_HOURS = 12;

/** Which rows of `sessions`, alias s, are sessions still. */
export const sessionIsOpen = `s.ends_at > UTC_TIMESTAMP(6) AND s.seen_at > UTC_TIMESTAMP(6) - INTERVAL ${SESSION_IDLE_HOURS} HOUR`;

/** Browsers refuse the first from another host and without TLS; plain http has the second, on the loopback alone. */
export const sessionCookie = { secure: '__Host-kanban', loopback: 'kanban' } as const;

/** The form of an id: 256 random bits. */
export function isSessionId(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** What the database keeps of an id: who reads the table cannot sign in with it. */
export function sessionHash(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
