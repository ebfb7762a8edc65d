import type { OpenAPIHono } from '@hono/zod-openapi';
import { ageingRoute } from '@kanban/api/contracts';
import { formatInstant, type Queue, queuesById } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { CLOCK_WORDS } from '../../answer/asked-clock.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { pastRange, resolvedRange } from '../../answer/past-range.ts';
import { respond } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { cellsOf, MOST_ITEMS } from './cells.ts';
import { comparedOf } from './compared.ts';
import { agedFields, stageFields, totalFields } from './fields.ts';
import { readAgeing } from './read.ts';
import { itemTable, paceTable } from './tables.ts';
import { VERSION, WORDS } from './words.ts';

export function addAgeing(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(ageingRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at } = await askedAt(snapshot, deps, query);
        const range = pastRange(stream, query, at);
        const { total: found, groups } = await readAgeing(snapshot, stream, query, { at, range });
        const queues = queuesById(stream.queues);
        const items = found.items.map((aged) => agedFields(aged, queues.get(aged.item.queueId) as Queue));
        const age = totalFields(found.age);
        const isListed = items.length <= MOST_ITEMS;
        const { measure, clock, stalledDays } = query;
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(ageingRoute, query, resolvedRange(at, range)),
          definitions: {
            version: VERSION,
            population: WORDS.population[measure],
            age: WORDS.age[measure],
            clock: CLOCK_WORDS[clock],
            pace: WORDS.pace,
            band: WORDS.band,
            isStalled: `no move and no change of a field for ${stalledDays} days of 24 hours`,
            movedBack: WORDS.movedBack,
          },
          stages: found.stages.map((stage) => stageFields(stage, isListed)),
          items: isListed ? items : [],
          cells: cellsOf(found.items, (id) => queues.get(id)),
          age,
          groups: groups.map((each) => ({
            group: each.group,
            stages: each.stages.map((stage) => stageFields(stage, isListed)),
            age: totalFields(each.age),
          })),
          comparison: await askedComparison(query, { range, at }, comparedOf(age), async (other) => {
            const end = Math.min(other.to, at);
            const before = await readAgeing(snapshot, stream, query, { at: end, range: other });
            return comparedOf(totalFields(before.total.age));
          }),
        };
        const table = () =>
          query.rows === 'items'
            ? itemTable(csvOfRange('ageing', stream, range), items)
            : paceTable(csvOfRange('pace', stream, range), body.stages, askedPercentiles(query.percentiles));
        return { body, ...(!isListed && { etagBody: [body, items] }), table };
      },
    }));
  });
}
