/** By what a server says of its version, as `SELECT VERSION()`. */
export function isMariaDb(version: unknown): boolean {
  return /mariadb/i.test(String(version));
}
