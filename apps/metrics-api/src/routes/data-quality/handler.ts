import type { OpenAPIHono } from '@hono/zod-openapi';
import { dataQualityFindingsRoute, dataQualityRoute } from '@kanban/api/contracts';
import { type CheckResult, dataQuality, type Finding, formatInstant, queuesById } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import type { RangeQuery } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, optionalInstant, rangeEnvelope } from '../../answer/envelope.ts';
import { refusal, shortened } from '../../answer/invalid-parameter.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { pastRange, resolvedRange } from '../../answer/past-range.ts';
import { respond } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadCheckedLog, type QualityQuery } from './read.ts';

const WORDS = {
  version: 1,
  population: 'items with a row in the range, and those open at the instant looked at',
  share:
    'items with a finding ÷ population; of imported: rows that came with an import ÷ all rows of these items',
};

const COLUMNS = ['check', 'severity', 'items', 'findings', 'share', 'distorts'] as const;
const FINDING = ['check', 'severity', 'reference', 'queue', instant('at'), 'detail'] as const;

interface Query extends RangeQuery, QualityQuery {
  at?: string | undefined;
}

/** A finding with its place in the list: by check, then by item, then as the check found them. */
interface Row extends Finding {
  check: CheckResult;
  place: Place;
}

/** More findings of one check about one item share a place. */
const MOST_OF_ITEM = 1_000;

export function addDataQuality(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(dataQualityRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range, head, quality } = await ask(snapshot, deps, query, dataQualityRoute);
        const checks = quality.checks.map(({ check, severity, items, share, distorts, findings }) => ({
          check,
          severity,
          items,
          findings: findings.length,
          share,
          distorts,
        }));
        return {
          body: { ...head, population: quality.population, checks },
          table: () => tableOf(csvOfRange('data-quality', stream, range), COLUMNS, checks),
        };
      },
    }));
  });

  app.openapi(dataQualityFindingsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, async (snapshot): Promise<List<Row>> => {
      const { stream, range, at, head, quality, references } = await ask(
        snapshot,
        deps,
        query,
        dataQualityFindingsRoute,
      );
      const rows = rowsOf(quality.checks, query.check);
      const queues = queuesById(stream.queues);
      const fieldsOf = ({ check: { check, severity }, itemId, queueId, at: foundAt, detail }: Row) => ({
        check,
        severity,
        reference: itemId === null ? null : (references.get(itemId) ?? null),
        queue: queueId === null ? null : (queues.get(queueId)?.name ?? null),
        at: optionalInstant(foundAt),
        detail,
      });
      return {
        head,
        rowsAs: 'findings',
        pinned: { at: formatInstant(at), from: formatInstant(range.from), to: formatInstant(range.to) },
        csv: { ...csvOfRange('data-quality-findings', stream, range), columns: FINDING },
        placeOf: ({ place }) => place,
        fieldsOf,
        cellsOf: (row) => {
          const { check, severity, reference, queue, at: foundAt, detail } = fieldsOf(row);
          return [check, severity, reference, queue, foundAt, JSON.stringify(detail)];
        },
        chunks: (after, size) =>
          chunksOf(
            rows.filter(({ place }) => isAfter(place, after, 'ascending')),
            size,
          ),
      };
    });
  });
}

/** Throws Refused for a check that there is not. */
function rowsOf(checks: readonly CheckResult[], only: string | undefined): Row[] {
  if (only !== undefined && !checks.some(({ check }) => check === only)) {
    const names = checks.map(({ check }) => check).join(', ');
    throw refusal('check', `"${shortened(only)}" is no check`, names);
  }
  return checks.flatMap((check, value) => {
    if (only !== undefined && check.check !== only) return [];
    const counts = new Map<number, number>();
    return check.findings
      .map((finding): Row => {
        const itemId = finding.itemId ?? 0;
        const nth = counts.get(itemId) ?? 0;
        counts.set(itemId, nth + 1);
        const id = itemId * MOST_OF_ITEM + Math.min(nth, MOST_OF_ITEM - 1);
        return { ...finding, check, place: { value, id } };
      })
      .sort((a, b) => a.place.id - b.place.id);
  });
}

async function ask(snapshot: Snapshot, deps: Deps, query: Query, route: Parameters<typeof echoOf>[0]) {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const range = pastRange(stream, query, at);
  const { log, references } = await loadCheckedLog(snapshot, stream, query, { at, range });
  const head = {
    ...rangeEnvelope(stream, range),
    at: formatInstant(at),
    parameters: echoOf(route, query, resolvedRange(at, range)),
    definitions: WORDS,
  };
  return { stream, range, at, head, quality: dataQuality(log), references };
}
