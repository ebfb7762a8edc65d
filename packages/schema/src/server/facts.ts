import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** What a server says of itself, as far as the board depends on it. */
export interface ServerFacts {
  /** As VERSION() says it. */
  readonly version: string;
  /** Global settings by name; one that this server does not know is missing. */
  readonly variables: ReadonlyMap<string, string>;
  /** What `information_schema.engines` says of InnoDB: DEFAULT, YES, NO, DISABLED; undefined: nothing. */
  readonly innodb: string | undefined;
  /** Whether SYSDATE() is the time at which it is asked, and not that of the statement. */
  readonly isSysdateLive: boolean;
  /** Tables of the board that are of another engine than InnoDB, as `queues (MyISAM)`. */
  readonly foreignTables: readonly string[];
}

/** Reads them, changing nothing. `tables`: what belongs to the board in `database`, which need not be there yet. */
export async function readServerFacts(
  connection: PoolConnection,
  database: string,
  tables: readonly string[],
  variables: readonly string[],
): Promise<ServerFacts> {
  // SYSDATE is asked behind a pause, so that it is later than the statement's own time wherever it is live.
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
