import { randomBytes } from 'node:crypto';
import { isSessionId, sessionCookie } from '@kanban/schema';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** In all, whatever is done in it. */
export const SESSION_DAYS = 14;
/** 256 random bits, which nobody guesses. */
export function newSessionId(): string {
  return randomBytes(32).toString('base64url');
}

const nameFor = (isSecure: boolean) => (isSecure ? sessionCookie.secure : sessionCookie.loopback);

export function readSessionId(c: Context, isSecure: boolean): string | undefined {
  const id = getCookie(c, nameFor(isSecure));
  return id !== undefined && isSessionId(id) ? id : undefined;
}

export function giveSession(c: Context, isSecure: boolean, id: string): void {
  setCookie(c, nameFor(isSecure), id, {
    httpOnly: true,
    secure: isSecure,
    sameSite: 'Lax',
    path: '/',
    maxAge: SESSION_DAYS * 24 * 3_600,
  });
}

export function takeSession(c: Context, isSecure: boolean): void {
  deleteCookie(c, nameFor(isSecure), { path: '/', secure: isSecure });
}
