/** A JSON column: parsed already by the driver on MySQL, text on MariaDB. */
export function parseJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}
