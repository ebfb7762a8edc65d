import type { OpenAPIHono } from '@hono/zod-openapi';
import { changedItemsRoute, changedSettingsRoute, changesRoute } from '@kanban/api/contracts';
import {
  completeDaysBefore,
  formatInstant,
  queuesById,
  type Range,
  resolveRange,
  resolveTimeZone,
} from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import type { FilterQuery } from '../../answer/asked-items.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respond } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { cellsOf, tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { type ConfigChange, loadConfigChanges } from '../../load/config-changes.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { comparedOf } from './compared.ts';
import { countsOf } from './counts.ts';
import { CHANGES, type Change, readChanges } from './read.ts';
import { SETTING_COLUMNS, settingCounts, settingFields } from './settings.ts';

const WORDS = {
  version: 3,
  finished: 'the beginning of the unbroken stay in finished queues that lasted at the instant looked at',
  dropped: 'the same in dropped queues, or off the board unfinished',
  movedBack: 'it came to a queue that lies before the one it came from',
  deadlineBroken: 'its deadline passed before it was finished',
  settings:
    'rows of wip_limits, settings, sla_policies, sla_objectives, transitions, person_limits, working_hours, holidays and annotations that were added, ' +
    'changed or removed; settings of all streams included',
};

const COLUMNS = [
  instant('at'),
  'change',
  'reference',
  'shortDesc',
  'type',
  'classOfService',
  'assignee',
  'queue',
] as const;

interface Query extends RangeQuery, FilterQuery {
  at?: string | undefined;
}

export function addChanges(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(changesRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range, at, head, changes } = await ask(snapshot, deps, query, changesRoute);
        const rows = countsOf(changes);
        const csv = csvOfRange('changes', stream, range);
        const settings = settingCounts(await loadConfigChanges(snapshot, stream, upTo(range, at)));
        return {
          body: {
            ...{ ...head, changes: rows, settings },
            comparison: await askedComparison(query, { range, at }, comparedOf(rows), async (other) =>
              comparedOf(countsOf(await readChanges(snapshot, stream, query, { at, range: other }))),
            ),
          },
          table: () => tableOf(csv, ['change', 'times', 'items'], rows),
        };
      },
    }));
  });

  app.openapi(changedSettingsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, async (snapshot): Promise<List<ConfigChange>> => {
      const { stream, at } = await askedAt(snapshot, deps, query);
      const range = rangeSince(query, resolveTimeZone(query.timeZone ?? stream.timeZone), at);
      const changes = await loadConfigChanges(snapshot, stream, upTo(range, at));
      const place = ({ at: changedAt, id }: ConfigChange): Place => ({ value: changedAt, id });
      return {
        head: {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(changedSettingsRoute, query, resolvedRange(at, range)),
          definitions: WORDS,
        },
        rowsAs: 'settings',
        pinned: { at: formatInstant(at), from: formatInstant(range.from), to: formatInstant(range.to) },
        csv: { ...csvOfRange('changed-settings', stream, range), columns: SETTING_COLUMNS },
        placeOf: place,
        fieldsOf: settingFields,
        cellsOf: (change) => {
          const { before, after, ...fields } = settingFields(change);
          const texts = { before: before && JSON.stringify(before), after: after && JSON.stringify(after) };
          return cellsOf(SETTING_COLUMNS, { ...fields, ...texts });
        },
        chunks: (after, size) =>
          chunksOf(
            changes.filter((change) => isAfter(place(change), after, 'ascending')),
            size,
          ),
      };
    });
  });

  app.openapi(changedItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, async (snapshot): Promise<List<Change>> => {
      const { stream, range, at, head, changes } = await ask(snapshot, deps, query, changedItemsRoute);
      const queues = queuesById(stream.queues);
      const fieldsOf = ({ change, at: changedAt, item, queueId }: Change) => ({
        at: formatInstant(changedAt),
        change,
        reference: item.reference,
        shortDesc: item.shortDesc,
        type: item.type,
        classOfService: item.classOfService,
        assignee: item.assignee,
        queue: queueId === null ? null : (queues.get(queueId)?.name ?? null),
      });
      return {
        head,
        rowsAs: 'items',
        pinned: { at: formatInstant(at), from: formatInstant(range.from), to: formatInstant(range.to) },
        csv: { ...csvOfRange('changed-items', stream, range), columns: COLUMNS },
        placeOf,
        fieldsOf,
        cellsOf: (change) => cellsOf(COLUMNS, fieldsOf(change)),
        chunks: (after, size) =>
          chunksOf(
            changes.toSorted(inOrder).filter((change) => isAfter(placeOf(change), after, 'ascending')),
            size,
          ),
      };
    });
  });
}

/** Nothing that came after the instant looked at. */
function upTo({ from, to }: Range, at: number) {
  return { from, to: Math.min(to, at) };
}

async function ask(snapshot: Snapshot, deps: Deps, query: Query, route: Parameters<typeof echoOf>[0]) {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const range = rangeSince(query, resolveTimeZone(query.timeZone ?? stream.timeZone), at);
  const head = {
    ...rangeEnvelope(stream, range),
    at: formatInstant(at),
    parameters: echoOf(route, query, resolvedRange(at, range)),
    definitions: WORDS,
  };
  return { stream, range, at, head, changes: await readChanges(snapshot, stream, query, { at, range }) };
}

/** By default yesterday and today. */
function rangeSince({ from, to }: RangeQuery, timeZone: string, at: number): Range {
  const end = resolveRange({ to, timeZone, now: at }).to;
  return resolveRange({
    from: from ?? completeDaysBefore(end - 1, timeZone, 1).fromLocal,
    to,
    timeZone,
    now: at,
  });
}

/** An item has each kind of change once at an instant. */
function placeOf({ at, item, change }: Change): Place {
  return { value: at, id: item.itemId * CHANGES.length + CHANGES.indexOf(change) };
}

function inOrder(a: Change, b: Change): number {
  const [first, second] = [placeOf(a), placeOf(b)];
  return first.value - second.value || first.id - second.id;
}
