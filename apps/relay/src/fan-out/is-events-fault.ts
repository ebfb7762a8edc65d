/** Numbers of refusals of a row that the servers give no class of their own (SQLSTATE HY000). */
const refusedRows = new Map<number, string>([
  [1366, 'a text or number the column cannot hold'],
  [3819, 'a CHECK on MySQL'],
]);

/** SQLSTATE classes: data exception, integrity constraint, our own refusals. */
const rowClasses = ['22', '23', '45'];

/**
 * Whether an error of a fan-out is due to the event: a row the database refuses, or a mistake of ours that only this event
 * brings out. Everything else (no rights, a table or column that is not there yet, out of memory, a full disk) is the
 * database's and passes: were events given up for it, an upgrade in the wrong order would lose each one it meets.
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
