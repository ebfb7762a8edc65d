/** Errors after which the same whole transaction may well succeed, by the server's number or the driver's code. */
const retryable = new Map<number | string, string>([
  [1213, 'deadlock, also a certification conflict at COMMIT on Galera and PXC'],
  [1205, 'lock wait timeout'],
  [1020, 'a row changed since the transaction read it (innodb_snapshot_isolation of MariaDB)'],
  [1467, 'deadlock while MariaDB waited for an auto-increment value'],
  [1021, 'disk full'],
  [3, 'writing a file failed: disk full'],
  [1026, 'writing a file failed'],
  [1030, 'the storage engine failed: disk full, usually'],
  [1114, 'table or disk full'],
  [1290, 'read-only server: a failover is under way'],
  [1836, 'read-only server'],
  [1047, 'a Galera node that has not joined yet'],
  [3032, 'server in offline mode'],
  [1053, 'server shutdown in progress'],
  [1077, 'server shut down normally'],
  [1079, 'server shutdown complete'],
  [1080, 'connection closed by the server'],
  [1158, 'reading from the network failed'],
  [1159, 'reading from the network took too long'],
  [1160, 'writing to the network failed'],
  [1161, 'writing to the network took too long'],
  [1317, 'query interrupted by an administrator'],
  [1927, 'connection killed (MariaDB)'],
  [4031, 'connection closed for idleness (MySQL)'],
  [1203, 'the user has too many connections'],
  [1040, 'too many connections'],
  [2006, 'server has gone away'],
  [2013, 'connection lost during the query'],
  ['PROTOCOL_CONNECTION_LOST', 'connection lost'],
  ['ECONNRESET', 'connection reset'],
  ['ECONNREFUSED', 'server not up'],
  ['ECONNABORTED', 'connection aborted'],
  ['EPIPE', 'connection closed'],
  ['EHOSTUNREACH', 'no way to the server'],
  ['ENETUNREACH', 'no network'],
  ['ETIMEDOUT', 'no answer in time'],
  ['ENOTFOUND', 'name not resolved yet'],
  ['EAI_AGAIN', 'name not resolved yet'],
]);

/** Whether to try the whole transaction again. A statement alone must not be: the server may have rolled back all of it. */
export function isRetryable(error: unknown): boolean {
  const { errno, code, fatal } = error as { errno?: number; code?: string; fatal?: boolean };
  // The driver says without a number that a connection was closed before the statement was sent.
  if (errno === undefined && code === undefined) return fatal === true;
  if (errno !== undefined && retryable.has(errno)) return true;
  return code !== undefined && retryable.has(code);
}

/** How often 1467 is tried again: a lock is gone by then, a counter at the end of its numbers is not. */
export const TRIES_FOR_ID = 5;

/** Whether an INSERT found no id for its row: a lock timeout (MariaDB), or a table whose ids somebody led to their end. */
export function foundNoId(error: unknown): boolean {
  return (error as { errno?: number }).errno === 1467;
}

/** The same error, which says what to do where trying again did not help. */
export function withRemedy(error: unknown): unknown {
  if (foundNoId(error) && error instanceof Error && !error.message.includes('kanban mend ids'))
    error.message += ': if this stays, ids of a table have come to their end: run `kanban mend ids`';
  return error;
}
