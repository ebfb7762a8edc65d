import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

/** Serves the dashboard's files. Those whose name holds a hash of their content never change; the others are asked for anew. */
export function dashboard(folder: string): MiddlewareHandler {
  return serveStatic({
    root: folder,
    // The build puts a smaller copy beside each file: a browser that takes it loads a quarter.
    precompressed: true,
    onFound: (path, c) => {
      const isHashed = /\/assets\/[^/]+-[\w-]{8,}\.\w+(?:\.br|\.gz)?$/.test(path);
      c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
