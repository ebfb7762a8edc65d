/** The login is wrong or may too little. Waiting does not mend that: somebody has to. */
const REFUSES_LOGIN = new Map<number, string>([
  [1044, 'access to the database denied'],
  [1045, 'login refused'],
  [1142, 'a grant on a table is missing'],
  [1143, 'a grant on a column is missing'],
  [1370, 'a grant on a routine is missing'],
  [1698, 'login refused (a login without password)'],
]);

/** The server knows not our database, or is not to be used now: for the client that is the same as no server. */
const UNUSABLE = new Map<number, string>([
  [1049, 'no such database'],
  [1129, 'host blocked after many errors'],
  [1146, 'a table is missing: not migrated'],
  [1226, 'a limit of the login is reached'],
  [3024, 'the statement took longer than the server allows'],
]);

/** Whether a server refuses the login, or something to it. */
export function refusesLogin(error: unknown): boolean {
  return REFUSES_LOGIN.has((error as { errno?: number }).errno ?? 0);
}

/** Whether a server that is there cannot be used. */
export function isUnusable(error: unknown): boolean {
  return UNUSABLE.has((error as { errno?: number }).errno ?? 0);
}
