/** What the bench uses of DuckDB, which `npm ci` does not install. */
declare module '@duckdb/node-api' {
  export class DuckDBTimestampValue {
    constructor(microsecondsSince1970: bigint);
  }
  interface Appender {
    appendTimestamp(value: DuckDBTimestampValue): void;
    appendInteger(value: number): void;
    appendNull(): void;
    endRow(): void;
    closeSync(): void;
  }
  interface Connection {
    run(sql: string): Promise<unknown>;
    runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
    createAppender(table: string): Promise<Appender>;
    closeSync(): void;
  }
  export class DuckDBInstance {
    static create(path: ':memory:'): Promise<DuckDBInstance>;
    connect(): Promise<Connection>;
    closeSync(): void;
  }
}
