import type { OpenAPIHono } from '@hono/zod-openapi';
import { wallRoute } from '@kanban/api/board/contracts';
import type { AppEnv } from '../app-env.ts';
import { loadWall } from '../board/load-wall.ts';
import type { Deps } from '../deps.ts';

export function addWall(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(wallRoute, async (c) => {
    const { stream, finishedDays, all } = c.req.valid('query');
    // Who sees it decides nothing, but shared caches must not keep it.
    c.header('Cache-Control', 'private, no-cache');
    const asked = { stream, finishedDays, all: [all ?? []].flat() };
    const known = (c.req.header('If-None-Match') ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    const tagOf = (version: string) => `"${version}"`;
    const wall = await loadWall(deps, asked, (version) =>
      known.includes(tagOf(`${version}.${scopeOf(asked)}`)),
    );
    if (wall === null) return c.body(null, 304);
    const version = `${wall.version}.${scopeOf(asked)}`;
    c.header('ETag', `W/${tagOf(version)}`);
    return c.json({ ...wall, version }, 200);
  });
}

/** Two questions have two answers, though of one state. */
function scopeOf({
  stream,
  finishedDays,
  all,
}: {
  stream: string;
  finishedDays: number;
  all: string[];
}): string {
  return Buffer.from(JSON.stringify([stream, finishedDays, all])).toString('base64url');
}
