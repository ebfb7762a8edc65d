import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { isMariaDb } from './is-maria-db.ts';

/** A transaction that holds locks, and so may make others wait. */
export interface OpenTransaction {
  /** Its connection; undefined: prepared by XA, so it outlives its client and the server. */
  readonly connectionId?: number;
  readonly login?: string;
  /** The connection's default database, which may differ from the one whose rows it locks. */
  readonly database?: string;
  /** Whether that is this board's. */
  readonly isOwn?: boolean;
  readonly seconds?: number;
  /** Its name as XA ROLLBACK and XA COMMIT need it; undefined also if the server does not reveal it. */
  readonly xid?: string;
}

export interface OpenTransactions {
  readonly transactions: readonly OpenTransaction[];
  /** What could not be read, and which right is missing: an empty result then proves nothing. */
  readonly unseen: readonly string[];
}

/**
 * The transactions of the whole server that hold locks for `seconds` or longer, and all that are prepared by XA. Reads
 * the latter twice, a moment apart, to leave out one that is being committed.
 */
export async function readOpenTransactions(
  connection: Pool | PoolConnection,
  seconds: number,
  pause: () => Promise<unknown> = () => new Promise((resolve) => setTimeout(resolve, 1_000)),
): Promise<OpenTransactions> {
  const unseen: string[] = [];
  const held = await readHeld(connection, seconds).catch((error) => {
    unseen.push(unseenBecause(error));
    return [];
  });
  let prepared = await readPrepared(connection).catch((error) => {
    unseen.push(unseenBecause(error));
    return undefined;
  });
  if (prepared !== undefined && prepared.length > 0) {
    await pause();
    const still = await readPrepared(connection);
    prepared = prepared.filter((xid) => still.includes(xid));
  }
  // A transaction without a client is in both lists, and only the second list has its name.
  const transactions = prepared === undefined ? held : held.filter(({ connectionId }) => connectionId);
  return { transactions: [...transactions, ...(prepared ?? []).map((xid) => ({ xid }))], unseen };
}

async function readHeld(connection: Pool | PoolConnection, seconds: number): Promise<OpenTransaction[]> {
  const [[rows]] = await connection.query<RowDataPacket[][]>('CALL list_open_transactions(?)', [seconds]);
  return (rows ?? []).map((row) => ({
    ...(row.connection_id === null ? {} : { connectionId: Number(row.connection_id) }),
    ...(row.login === null ? {} : { login: String(row.login) }),
    ...(row.database_name === null ? {} : { database: String(row.database_name) }),
    isOwn: row.is_own === 1,
    ...(row.seconds === null ? {} : { seconds: Number(row.seconds) }),
  }));
}

/** MariaDB shows the names as its statements need them, MySQL only in hexadecimal with both parts in one. */
async function readPrepared(connection: Pool | PoolConnection): Promise<string[]> {
  const [[server]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
  const isOfMariaDb = isMariaDb(server?.version);
  const [rows] = await connection.query<RowDataPacket[]>(
    isOfMariaDb ? "XA RECOVER FORMAT = 'SQL'" : 'XA RECOVER CONVERT XID',
  );
  return rows.map(({ formatID, gtrid_length, data }) =>
    isOfMariaDb ? String(data) : xidOf(String(data), Number(gtrid_length), Number(formatID)),
  );
}

/** `0x6162` of which one byte is the first part → `X'61',X'62',1`. */
export function xidOf(data: string, firstBytes: number, format: number): string {
  const digits = data.slice('0x'.length);
  return `X'${digits.slice(0, 2 * firstBytes)}',X'${digits.slice(2 * firstBytes)}',${format}`;
}

function unseenBecause(error: { errno?: number; message?: string }): string {
  switch (error.errno) {
    case 1227:
      return 'open transactions are not seen: GRANT PROCESS ON *.* to the login that ran kanban migrate';
    case 1370:
      return 'open transactions are not seen: GRANT EXECUTE ON PROCEDURE list_open_transactions to this login';
    case 1305:
      return 'open transactions are not seen: the database is older than this program, run kanban migrate';
    case 1401:
      return 'prepared XA transactions are not named: GRANT XA_RECOVER_ADMIN ON *.* to this login';
    default:
      throw error;
  }
}

/** What it is and what to do about it, in one sentence. */
export function describeTransaction({
  connectionId,
  login,
  database,
  seconds,
  xid,
}: OpenTransaction): string {
  const since = seconds === undefined ? '' : ` for ${seconds} seconds`;
  if (connectionId !== undefined) {
    const who = [login && `of ${login}`, database && `in ${database}`].filter(Boolean).join(' ');
    return `connection ${connectionId}${who ? ` ${who}` : ''} holds locks${since}: let it end its transaction, or KILL ${connectionId}`;
  }
  return xid === undefined
    ? `a transaction prepared by XA holds locks${since}: XA RECOVER names it, XA ROLLBACK or XA COMMIT ends it`
    : `a transaction prepared by XA holds locks: XA ROLLBACK ${xid}, or XA COMMIT`;
}
