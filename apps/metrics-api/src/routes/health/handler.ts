import type { OpenAPIHono } from '@hono/zod-openapi';
import { liveRoute, readyRoute } from '@kanban/api/contracts';
import type { AppEnv, Deps } from '../../deps.ts';
import { readSomething } from '../../load/is-ready.ts';
import { inSnapshot } from '../../load/snapshot.ts';

/** Longer than this, and whoever asks had better send its requests elsewhere. */
const READY_WITHIN_MS = 3_000;

export function addHealth(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(liveRoute, (c) => c.json({ status: 'live' as const }, 200, { 'Cache-Control': 'no-store' }));

  app.openapi(readyRoute, async (c) => {
    await inSnapshot(deps, readSomething, READY_WITHIN_MS);
    return c.json({ status: 'ready' as const }, 200, { 'Cache-Control': 'no-store' });
  });
}
