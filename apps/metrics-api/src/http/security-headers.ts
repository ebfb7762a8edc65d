import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Pages run our own scripts only. Styles may stand in the page, as vega and Redoc write some; images may be data
 * and blob, as charts are saved that way; an API of another origin may be asked, as the dashboard can be pointed at one.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'", 'http:', 'https:'],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
    // Whoever puts TLS in front decides on this; on http it has no effect.
    strictTransportSecurity: false,
    // The answers are read from other origins where CORS allows it.
    crossOriginResourcePolicy: false,
  });
}
