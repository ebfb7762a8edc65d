import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AnswerTo } from '@kanban/api';
import { attentionRoute } from '@kanban/api/contracts';
import { type AttentionLine, attention, formatInstant, localDate, resolveTimeZone } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { optionalInstant, presentEnvelope } from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadAttentionFacts } from './facts.ts';

type Line = AnswerTo<'/v1/attention'>['lines'][number];

const COLUMNS = [
  'kind',
  'severity',
  'says',
  'reference',
  'shortDesc',
  'queue',
  'assignee',
  instant('since'),
  'link',
] as const;

const WORDS = {
  version: 3,
  order:
    'late, likelyLate, blocked for 3 days, age beyond the pace of 85 of 100, queue or person over its limit, queue full while the ' +
    'next has room, queue starved, error budget burning, behaviour signal, arrivals above departures; within one the oldest first, of likelyLate the soonest deadline first, then by name',
  items: 'open items, as /v1/work-items tells of them',
  budgets: 'alerts of /v1/sla/budget, of every objective',
  signals:
    'rules of /v1/process-behaviour that mark the last complete local week among the 26 weeks up to it, from 10 on, for figures of weeks',
  weeks: 'arrivals above departures in each of the last 4 complete local weeks, by spells in progress',
};

export function addAttention(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(attentionRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at } = await askedAt(snapshot, deps, query);
        const timeZone = resolveTimeZone(query.timeZone ?? stream.timeZone);
        const { minimumSample } = query;
        const facts = await loadAttentionFacts(snapshot, stream, at, {
          timeZone,
          minimumSample,
          isPast: query.at !== undefined,
        });
        const shortDescs = new Map(facts.items.map(({ reference, shortDesc }) => [reference, shortDesc]));
        const lines = attention(facts).map((line) => lineFields(line, stream.name, shortDescs));
        const body = {
          ...presentEnvelope(stream, timeZone),
          at: formatInstant(at),
          parameters: echoOf(attentionRoute, query, { at: formatInstant(at), timeZone }),
          definitions: WORDS,
          total: lines.length,
          lines,
        };
        const csv = { name: ['attention', stream.name, localDate(at, timeZone)], timeZone };
        return { body, table: () => tableOf(csv, COLUMNS, lines) };
      },
    }));
  });
}

function lineFields(
  { kind, severity, says, facts, subject, since, page }: AttentionLine,
  stream: string,
  shortDescs: ReadonlyMap<string, string | null>,
): Line {
  const name = (is: AttentionLine['subject']['is']) => (subject.is === is ? subject.name : null);
  const reference = name('item');
  const place = new URLSearchParams({ page, stream, ...(reference === null ? {} : { item: reference }) });
  return {
    kind: kind as Line['kind'],
    severity,
    says,
    facts: Object.fromEntries(Object.entries(facts).map(asAnswered)),
    reference,
    shortDesc: (reference !== null && shortDescs.get(reference)) || null,
    queue: name('queue'),
    assignee: name('person'),
    since: optionalInstant(since),
    link: `?${place}`,
  };
}

/** Durations and instants are µs in the domain, and their names say so. */
function asAnswered([name, value]: [string, string | number | null]): [string, string | number | null] {
  if (typeof value !== 'number') return [name, value];
  if (name.endsWith('Us')) return [`${name.slice(0, -2)}Ms`, value / 1000];
  return [name, name.endsWith('At') ? formatInstant(value) : value];
}
