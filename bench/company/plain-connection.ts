import mysql, { type Connection } from 'mysql2/promise';

/** A connection as anybody opens it; times come as text, which costs mysql2 the least. */
export function plainConnection(url: string): Promise<Connection> {
  return mysql.createConnection({ uri: url, dateStrings: true, timezone: 'Z' });
}
