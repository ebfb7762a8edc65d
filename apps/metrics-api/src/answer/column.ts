import { DAY, localMinute } from '@kanban/domain';

export type Cell = string | number | boolean | null | undefined;

/** A column of a table by its name, or by what it holds when people read that in another form than programs do. */
export type Column<Name extends string = string> = Name | ReadableColumn<Name>;

interface ReadableColumn<Name extends string> {
  name: Name;
  /** The same again for people, in a column right behind it. */
  again: { name: string; of(cell: Cell, timeZone: string): Cell };
}

/** Instants in UTC, and then `…Local`: `YYYY-MM-DD HH:MM` in the time zone of the table. A day stays a day. */
export function instant<Name extends string>(name: Name): ReadableColumn<Name> {
  return { name, again: { name: `${name}Local`, of: localOf } };
}

/** Durations in milliseconds, `…Ms`, and then in days of 24 hours, `…InDays`, with four decimals. */
export function duration<Name extends `${string}Ms` | `${string}Ms:${string}`>(
  name: Name,
): ReadableColumn<Name> {
  return { name, again: { name: name.replace(/Ms(?=$|:)/, 'InDays'), of: inDays } };
}

export function nameOf<Name extends string>(column: Column<Name>): Name {
  return typeof column === 'string' ? column : column.name;
}

/** The names as they are written, those of the readable forms among them. */
export function header(columns: readonly Column[]): string[] {
  return columns.flatMap((column) =>
    typeof column === 'string' ? column : [column.name, column.again.name],
  );
}

/** The same for the cells of a row, which are one a column. */
export function readable(columns: readonly Column[], row: readonly Cell[], timeZone: string): Cell[] {
  return row.flatMap((cell, place) => {
    const column = columns[place];
    return typeof column === 'object' ? [cell, column.again.of(cell, timeZone)] : [cell];
  });
}

const DATE_LENGTH = '2026-03-29'.length;

function localOf(cell: Cell, timeZone: string): Cell {
  if (typeof cell !== 'string') return null;
  return cell.length === DATE_LENGTH ? cell : localMinute(Date.parse(cell) * 1000, timeZone);
}

function inDays(cell: Cell): Cell {
  return typeof cell === 'number' ? Math.round((cell * 1000 * 10_000) / DAY) / 10_000 : null;
}
