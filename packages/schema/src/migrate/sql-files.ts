import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyTriggers } from '../../../../sql/config-history.ts';
import { guards } from '../../../../sql/guards.ts';

/** The `sql/` folder of this checkout. */
export const sqlDirectory = fileURLToPath(new URL('../../../../sql/', import.meta.url));

export interface SqlFile {
  /** File name without `.sql`: the name of the object, or NNNN_name of the migration. */
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** A state of the database as SQL: that of `sql/`, or an earlier one. */
export interface SqlSource {
  /** Where routines, views, triggers and events lie, with a slash at the end; a folder may be missing. */
  readonly directory: string;
  /** The last migration that belongs to it; undefined: all. */
  readonly lastMigration?: string;
}

export const currentVersion: SqlSource = { directory: sqlDirectory };

/** What the previous version made, to upgrade from it and to measure against it. */
export const previousVersion: SqlSource = {
  directory: fileURLToPath(new URL('../../version-1/', import.meta.url)),
  lastMigration: '0017_bulk_sessions',
};

export function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The files of one folder, in the order of their names. Migrations are the same for every version, but for the last one. */
export async function readSqlFiles(
  folder: 'migrations' | 'routines' | 'views' | 'triggers' | 'events',
  { directory: root, lastMigration }: SqlSource = currentVersion,
): Promise<SqlFile[]> {
  const directory = folder === 'migrations' ? `${sqlDirectory}migrations/` : `${root}${folder}/`;
  const isWanted = (name: string) =>
    name.endsWith('.sql') &&
    (folder !== 'migrations' || lastMigration === undefined || name <= `${lastMigration}.sql`);
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    entries.filter(isWanted).map(async (fileName) => {
      return sqlFile(fileName.slice(0, -'.sql'.length), await readFile(directory + fileName, 'utf8'));
    }),
  );
  const made = folder === 'triggers' && root === sqlDirectory ? [...guards, ...historyTriggers] : [];
  return [...files, ...made.map(({ name, text }) => sqlFile(name, text))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function sqlFile(name: string, file: string): SqlFile {
  const text = file.trim();
  return { name, text, checksum: checksumOf(text) };
}

/** The names of our tables: a database may hold tables of others, which are left alone. */
export async function ownTables(source: SqlSource = currentVersion): Promise<string[]> {
  const files = await readSqlFiles('migrations', source);
  return files.flatMap(({ text }) => /^CREATE TABLE (\w+)/m.exec(text)?.[1] ?? []);
}
