import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { made } from '@kanban/board/made';
import { inOrder, type Kind, readSqlObjects } from './sql-objects.ts';

/** The `sql/` folder of this checkout. */
export const sqlDirectory = fileURLToPath(new URL('../../../../sql/', import.meta.url));

export interface SqlFile {
  /** File name without `.sql`: the name of the object, or NNNN_name of the migration. */
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The SQL files of `sql/`, or of a folder that a test writes. Migrations are always those of `sql/`. */
export interface SqlSource {
  /** The folder of routines, views, triggers and events, at any depth, with a final slash. */
  readonly directory: string;
}

export const currentVersion: SqlSource = { directory: sqlDirectory };

/** Kinds that can be created again, in the order of their dependencies. */
const kinds = ['routines', 'views', 'triggers', 'events'] as const;

export function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The files of one kind, in the order in which they are applied. */
export async function readSqlFiles(
  kind: 'migrations' | Kind,
  source: SqlSource = currentVersion,
): Promise<SqlFile[]> {
  if (kind === 'migrations') return readMigrations();
  return (await readRepeatables(source)).filter((file) => file.kind === kind);
}

/** Routines, views, triggers and events, each kind in the order of creation; also those that lists generate. */
export async function readRepeatables({
  directory,
}: SqlSource): Promise<(SqlFile & { readonly kind: Kind })[]> {
  const fromLists =
    directory === sqlDirectory
      ? (['triggers', 'routines'] as const).flatMap((kind) => made[kind].map((each) => ({ ...each, kind })))
      : [];
  const objects = [...(await readSqlObjects(directory)), ...fromLists];
  return kinds.flatMap((kind) =>
    inOrder(
      kind,
      objects.filter((object) => object.kind === kind),
    ).map(({ name, text }) => ({ ...sqlFile(name, text), kind })),
  );
}

async function readMigrations(): Promise<SqlFile[]> {
  const directory = `${sqlDirectory}migrations/`;
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) =>
      sqlFile(name.slice(0, -'.sql'.length), await readFile(directory + name, 'utf8')),
    ),
  );
}

function sqlFile(name: string, file: string): SqlFile {
  const text = file.trim();
  return { name, text, checksum: checksumOf(text) };
}

/** The names of our tables: a database may also hold other tables, which stay untouched. */
export async function ownTables(): Promise<string[]> {
  const files = await readSqlFiles('migrations');
  return files.flatMap(({ text }) => /^CREATE TABLE (\w+)/m.exec(text)?.[1] ?? []);
}
