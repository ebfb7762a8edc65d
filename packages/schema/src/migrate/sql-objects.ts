import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MigrationFailed } from './migration-failed.ts';

/** An object that can be created again from its text. A procedure and a function never share a name here. */
export type Kind = 'routines' | 'views' | 'triggers' | 'events';

export interface SqlObject {
  readonly kind: Kind;
  readonly name: string;
  readonly text: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  PROCEDURE: 'routines',
  FUNCTION: 'routines',
  VIEW: 'views',
  TRIGGER: 'triggers',
  EVENT: 'events',
};

/** Not objects: tables and data, rights, and files generated from the tables. */
const others = /^(?:migrations[/\\].*|roles\.sql|schema\.sql)$/;

/**
 * Every trigger, routine, view and event below `directory`, in any folder: the text says what it is. Throws
 * MigrationFailed for a file that creates nothing or an object of another name, and for two of the same kind and name.
 */
export async function readSqlObjects(directory: string): Promise<SqlObject[]> {
  const files = (await readdir(directory, { recursive: true })).filter(
    (file) => file.endsWith('.sql') && !others.test(file) && !file.includes('node_modules'),
  );
  const objects = await Promise.all(
    files.map(async (file) => sqlObject(file, await readFile(join(directory, file), 'utf8'))),
  );
  const twice = objects.find((object, n) =>
    objects.slice(0, n).some(({ kind, name }) => kind === object.kind && name === object.name),
  );
  if (twice) throw new MigrationFailed(`${twice.kind}/${twice.name} is made by two files`);
  return objects;
}

function sqlObject(file: string, text: string): SqlObject {
  const name = basename(file, '.sql');
  const made = /^CREATE (?:[\w =]+ )?(PROCEDURE|FUNCTION|VIEW|TRIGGER|EVENT) (\w+)/m.exec(text);
  const kind = kinds[made?.[1] ?? ''];
  if (kind === undefined || made?.[2] !== name) {
    throw new MigrationFailed(`${file} must say CREATE PROCEDURE|FUNCTION|VIEW|TRIGGER|EVENT ${name}`);
  }
  return { kind, name, text };
}

/** In the order of creation: by name, and views after the views that they read. */
export function inOrder<T extends Pick<SqlObject, 'name' | 'text'>>(kind: Kind, objects: readonly T[]): T[] {
  const byName = objects.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (kind !== 'views') return byName;
  const ordered = new Set<T>();
  const add = (view: T) => {
    if (ordered.has(view)) return;
    for (const other of byName)
      if (other !== view && new RegExp(`\\b${other.name}\\b`).test(bodyOf(view))) add(other);
    ordered.add(view);
  };
  for (const view of byName) add(view);
  return [...ordered];
}

/** Without comments, because they may name any view. */
function bodyOf({ text }: { readonly text: string }): string {
  return text.replace(/--.*$/gm, '');
}
