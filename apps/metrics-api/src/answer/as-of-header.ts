/** A file has no place for it: rows are all it holds. */
export const AS_OF_HEADER = 'Kanban-As-Of';

/** As of when the rows of a CSV are, so that they can be asked for again. */
export function asOfHeader(asOf: string | undefined): Record<string, string> {
  return asOf === undefined ? {} : { [AS_OF_HEADER]: asOf };
}
