/** An invalid database address. The message is for the person who set it, and does not contain the password. */
export class BadDatabaseUrl extends Error {}

export interface DatabaseHost {
  readonly host: string;
  readonly port: number;
}

const form = /^(\w+):\/\/(?:([^/]*)@)?([^@/?#]*)(?:\/([^/?#]*))?(?:[?#].*)?$/;

/** Parses `mysql://user:password@host:port/database`; of several hosts it returns the first. Throws BadDatabaseUrl. */
export function parseDatabaseUrl(url: string) {
  const { login, database } = partsOf(url);
  const [user = '', password = ''] = login.split(/:(.*)/s).map(decoded);
  const [{ host, port }] = databaseHosts(url);
  return { host, port, user, password, ...(database === '' ? {} : { database: decoded(database) }) };
}

/** The database that an address names. Throws BadDatabaseUrl for one that names none. */
export function requireDatabase(url: string): string {
  const { database } = parseDatabaseUrl(url);
  if (database !== undefined) return database;
  throw new BadDatabaseUrl(
    'DATABASE_URL names no database: end it with /kanban, or whatever yours is called',
  );
}

/** All hosts of `mysql://…@host1:3306,host2:3306/database`, in the order of attempts. Throws BadDatabaseUrl. */
export function databaseHosts(url: string): [DatabaseHost, ...DatabaseHost[]] {
  const [first = '', ...others] = partsOf(url).hosts.split(',');
  return [hostOf(first || '127.0.0.1'), ...others.map(hostOf)];
}

/** The same address with another database, or without one, and with another user if one is given. */
export function withDatabase(
  url: string,
  database: string,
  login?: { readonly user: string; readonly password: string },
): string {
  const { scheme, login: own, hosts } = partsOf(url);
  const credentials = login ? [login.user, login.password].map(encodeURIComponent).join(':') : own;
  return `${scheme}://${credentials === '' ? '' : `${credentials}@`}${hosts}/${encodeURIComponent(database)}`;
}

function partsOf(url: string) {
  const [, scheme = '', login = '', hosts = '', database = ''] = form.exec(url) ?? bad();
  if (scheme !== 'mysql' && scheme !== 'mariadb') {
    throw new BadDatabaseUrl(`DATABASE_URL starts with ${scheme}:// but must start with mysql://`);
  }
  return { scheme, login, hosts, database };
}

function hostOf(text: string): DatabaseHost {
  const [, address, name, port = '3306'] =
    /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d+))?$/i.exec(text) ?? bad();
  if (Number(port) < 1 || Number(port) > 65_535) bad();
  return { host: address ?? name ?? '', port: Number(port) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return bad();
  }
}

function bad(): never {
  throw new BadDatabaseUrl(
    'DATABASE_URL is not an address of the form mysql://user:password@host:3306/database; several hosts are separated by commas',
  );
}
