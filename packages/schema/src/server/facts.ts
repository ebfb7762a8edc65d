import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** The facts about a server on which the board depends. */
export interface ServerFacts {
  /** The result of VERSION(). */
  readonly version: string;
  /** Global settings by name; settings that this server does not know are missing. */
  readonly variables: ReadonlyMap<string, string>;
  /** The support of InnoDB in `information_schema.engines`: DEFAULT, YES, NO, DISABLED; undefined: no row. */
  readonly innodb: string | undefined;
  /** Whether SYSDATE() is the time of the call, and not that of the statement. */
  readonly isSysdateLive: boolean;
  /** Tables of the board with another engine than InnoDB, as `queues (MyISAM)`. */
  readonly foreignTables: readonly string[];
}

/** Reads the facts and changes nothing. `tables`: the tables of the board in `database`, which need not exist yet. */
export async function readServerFacts(
  connection: PoolConnection,
  database: string,
  tables: readonly string[],
  variables: readonly string[],
): Promise<ServerFacts> {
  // SYSDATE is read after a pause, so that it is later than the statement's time if it is live.
  const [[clock]] = await connection.query<RowDataPacket[]>(
    'SELECT VERSION() AS version, SLEEP(0.01) AS pause, SYSDATE(6) > NOW(6) AS isLive',
  );
  const [engines] = await connection.query<RowDataPacket[]>(
    "SELECT support AS support FROM information_schema.engines WHERE engine = 'InnoDB'",
  );
  const [settings] = await connection.query<RowDataPacket[]>(
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)',
    [variables],
  );
  const [foreign] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, engine AS engine FROM information_schema.tables
     WHERE table_schema = ? AND table_type = 'BASE TABLE' AND engine <> 'InnoDB' AND table_name IN (?) ORDER BY table_name`,
    [database, tables],
  );
  return {
    version: String(clock?.version),
    variables: new Map(settings.map((row) => [String(row.Variable_name), String(row.Value)])),
    innodb: engines[0] === undefined ? undefined : String(engines[0].support),
    isSysdateLive: clock?.isLive === 1,
    foreignTables: foreign.map((row) => `${row.name} (${row.engine})`),
  };
}
