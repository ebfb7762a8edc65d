/** Numbers of refusals of a row that the servers give no class of their own (SQLSTATE HY000). */
const refusedRows = new Map<number, string>([
  [1366, 'a text or number the column cannot hold'],
  [3819, 'a CHECK on MySQL'],
]);

/** SQLSTATE classes: data exception, integrity constraint, our own refusals. */
const rowClasses = ['22', '23', '45'];

/**
 * Whether the event causes an error of a fan-out: a row that the database refuses, or a mistake of ours that only this
 * event shows. All other errors (missing rights, tables or columns, memory, disk) are the database's and pass. If
 * events were given up for those, an upgrade in the wrong order would lose them.
 */
export function isEventsFault(error: unknown): boolean {
  const { errno, code, sqlState, fatal } = error as {
    errno?: number;
    code?: string;
    sqlState?: string;
    fatal?: boolean;
  };
  if (fatal) return false;
  if (errno === undefined && code === undefined) return true;
  return (
    (sqlState !== undefined && rowClasses.includes(sqlState.slice(0, 2))) ||
    (errno !== undefined && refusedRows.has(errno))
  );
}
