import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askDatabase } from './ask-database.mjs';

const LOGINS = ['reader', 'mover', 'board', 'relay', 'notifier', 'housekeeper'];

/**
 * An address for each of LOGINS, so that no app can do more than it must. On a database of ours the logins are
 * made with passwords that stay in .kanban/logins.json (this user only); on one that was given, making users
 * is not ours to do, and its address is used for all.
 * @param {{ database: { url: string, isOurs: boolean }, folder: string, log: (line: string) => void }} options
 */
export async function createLogins({ database, folder, log }) {
  if (!database.isOurs) {
    log('DATABASE_URL is used for every app; sql/roles.sql has what each of them needs at least.');
    return Object.fromEntries(LOGINS.map((name) => [name, database.url]));
  }
  const file = join(folder, 'logins.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const passwords = Object.fromEntries(
    LOGINS.map((name) => [name, known[name] ?? randomBytes(18).toString('base64url')]),
  );
  writeFileSync(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  return await askDatabase('create-logins', database.url, passwords);
}
