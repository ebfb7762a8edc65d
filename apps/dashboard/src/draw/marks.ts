import type { Tip } from '@kanban/charts';
import type { Item } from 'vega';

/** What a mark of a chart says and leads to. */
export interface Mark {
  readonly tip: Tip | null;
  readonly reference: string | null;
  readonly behind: string | null;
}

interface Row {
  readonly tip?: Tip;
  readonly reference?: string;
  readonly behind?: string;
}

/** A chart's row carries its own words; over a nearest-point overlay, the row lies one level deeper. */
export function markOf(item: Pick<Item, 'datum'> | null | undefined): Mark {
  const datum = (item?.datum ?? {}) as Row & { datum?: Row };
  const row = datum.datum ?? datum;
  return { tip: row.tip ?? null, reference: row.reference ?? null, behind: row.behind ?? null };
}

/** The marks of a drawn chart that lead somewhere, from left to right, for who goes through them by keyboard. */
export function marksIn(plot: Element): { element: SVGElement; mark: Mark }[] {
  const drawn = [...plot.querySelectorAll<SVGElement>('.role-mark > path, .role-mark > g > path')];
  return drawn
    .map((element) => ({ element, mark: markOf((element as { __data__?: Item } & SVGElement).__data__) }))
    .filter(({ mark }) => mark.reference !== null || mark.behind !== null)
    .map((found) => ({ ...found, place: found.element.getBoundingClientRect() }))
    .sort((a, b) => a.place.left - b.place.left || a.place.top - b.place.top);
}

export function wordsOf({ tip }: Mark): string {
  return (tip ?? []).map(([name, text]) => (name === '' ? text : `${name}: ${text}`)).join(', ');
}
