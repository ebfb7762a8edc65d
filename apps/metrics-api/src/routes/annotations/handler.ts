import type { OpenAPIHono } from '@hono/zod-openapi';
import { annotationsRoute } from '@kanban/api/contracts';
import { formatInstant } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { chunksOf, isAfter, type List, type Place } from '../../answer/list.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { cellsOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { type Annotation, loadAnnotations } from '../../load/annotations.ts';

const COLUMNS = ['id', 'day', 'text', instant('writtenAt'), 'writtenBy'] as const;

export function addAnnotations(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(annotationsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, async (snapshot): Promise<List<Annotation>> => {
      const { stream, range } = await askedRange(snapshot, deps, query);
      const annotations = await loadAnnotations(snapshot, stream.name, range);
      const bounds = { from: formatInstant(range.from), to: formatInstant(range.to) };
      return {
        head: {
          ...rangeEnvelope(stream, range),
          parameters: echoOf(annotationsRoute, query, { ...bounds, timeZone: range.timeZone }),
        },
        rowsAs: 'annotations',
        pinned: bounds,
        csv: { ...csvOfRange('annotations', stream, range), columns: COLUMNS },
        placeOf,
        fieldsOf,
        cellsOf: (annotation) => cellsOf(COLUMNS, fieldsOf(annotation)),
        chunks: (after, size) =>
          chunksOf(
            annotations.filter((annotation) => isAfter(placeOf(annotation), after, 'ascending')),
            size,
          ),
      };
    });
  });
}

/** A day as its number of milliseconds. */
function placeOf({ day, id }: Annotation): Place {
  return { value: Date.parse(day), id };
}

function fieldsOf({ writtenAt, ...annotation }: Annotation) {
  return { ...annotation, writtenAt: formatInstant(writtenAt) };
}
