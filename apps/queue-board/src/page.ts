import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Bull Board writes styles into its page, and its `base` says where it is. Nobody may frame it. */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    // The proxy that adds TLS decides about this; on http it has no effect.
    strictTransportSecurity: false,
  });
}

/** Removes the font that Bull Board's page loads from another host; a font of the machine is used instead. */
export function nothingFromElsewhere(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return;
    const page = await c.res.text();
    const headers = new Headers(c.res.headers);
    headers.delete('Content-Length');
    c.res = new Response(page.replace(/<link [^>]*href="https?:[^>]*>/g, ''), {
      status: c.res.status,
      headers,
    });
  };
}
