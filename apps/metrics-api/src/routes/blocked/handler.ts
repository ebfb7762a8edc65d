import type { OpenAPIHono } from '@hono/zod-openapi';
import { blockedIntervalsRoute, blockedRoute } from '@kanban/api/contracts';
import { formatInstant } from '@kanban/domain';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { aboutRange } from '../../answer/range-query.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import type { ItemTimesIn } from '../../load/items-in.ts';
import { comparedOf, figuresOf } from './fields.ts';
import { intervalsList } from './list.ts';
import { sumBlocked } from './read.ts';
import { blockedTable } from './tables.ts';
import { wordsOf } from './words.ts';

export function addBlocked(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(blockedRoute, (c) => {
    const query = c.req.valid('query');
    const { rows } = query;
    if (wantedFormat(c, query.format) === 'csv' && rows === 'intervals') {
      return respondWithWholeList(c, deps, query, (snapshot) =>
        intervalsList(snapshot, deps, blockedRoute, query),
      );
    }
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at, range, items, blockedOf, groupsOf } = await sumBlocked(
          snapshot,
          deps,
          query,
          query,
        );
        const figures = (some: readonly ItemTimesIn[]) => figuresOf(blockedOf(some), stream.queues);
        const total = figures(items);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(blockedRoute, query, resolvedRange(at, range)),
          definitions: wordsOf(query.clock, query.cluster),
          ...total,
          groups: groupsOf(figures),
          comparison: await askedComparison(query, { range, at }, comparedOf(total), async (other) => {
            const before = await sumBlocked(snapshot, deps, aboutRange(query, other), query);
            return comparedOf(figuresOf(before.blockedOf(before.items), stream.queues));
          }),
        };
        if (rows === 'intervals') return { body };
        const csv = csvOfRange(`blocked-${rows}`, stream, range);
        return { body, table: () => blockedTable(csv, rows, body, query.splitBy !== undefined) };
      },
    }));
  });

  app.openapi(blockedIntervalsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot) =>
      intervalsList(snapshot, deps, blockedIntervalsRoute, query),
    );
  });
}
