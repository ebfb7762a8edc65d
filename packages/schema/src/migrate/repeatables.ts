import type { PoolConnection } from 'mysql2/promise';
import { withTablesLocked } from './lock-tables.ts';
import { MigrationFailed, readApplied } from './migrate.ts';
import { repeatDeadlocked } from './repeat-deadlocked.ts';
import { readSqlFiles, type SqlFile, type SqlSource } from './sql-files.ts';

const folders = ['routines', 'views', 'triggers', 'events'] as const;
type Folder = (typeof folders)[number];

interface Repeatable extends SqlFile {
  readonly folder: Folder;
  /** `routines/count_move`: what schema_migrations knows it by. */
  readonly key: string;
}

/**
 * Makes every trigger, routine, view and event anew whose text changed, and drops those whose file is gone. Triggers
 * are exchanged under a write lock, so no statement slips through without them.
 */
export async function applyRepeatables(
  connection: PoolConnection,
  { changed, gone }: Stale,
  source: SqlSource,
  log: (line: string) => void,
): Promise<string[]> {
  for (const key of gone) {
    await dropObject(connection, key);
    await connection.query('DELETE FROM schema_migrations WHERE name = ?', [key]);
    log(`dropped ${key}`);
  }
  for (const file of changed.filter((each) => each.folder === 'routines' || each.folder === 'views'))
    await replace(connection, file, log);
  const triggers = changed.filter((file) => file.folder === 'triggers');
  if (triggers.length > 0) {
    await withTablesLocked(connection, source, async () => {
      for (const file of triggers) await replace(connection, file, log);
    });
  }
  const refused = new Set<string>();
  for (const file of changed.filter((each) => each.folder === 'events')) {
    if (!(await replaceEvent(connection, file, log))) refused.add(file.key);
  }
  return changed.map((file) => file.key).filter((key) => !refused.has(key));
}

/** What is to be made anew, in order, and the keys of what is to be dropped. */
export interface Stale {
  readonly changed: readonly Repeatable[];
  readonly gone: readonly string[];
}

export async function findStale(connection: PoolConnection, source: SqlSource): Promise<Stale> {
  const applied = await readApplied(connection);
  const files = (await Promise.all(folders.map((folder) => readFolder(folder, source)))).flat();
  const isStale = (file: Repeatable) => applied.get(file.key) !== file.checksum;
  // A view keeps the columns of the views below it as they were when it was made: one changed, all are made anew.
  const viewsChanged = files.some((file) => file.folder === 'views' && isStale(file));
  // A table's triggers fire in the order they were made in: one changed, all of its table are made anew, by name.
  const retriggered = new Set(
    files.filter((file) => file.folder === 'triggers' && isStale(file)).map(tableOf),
  );
  const mustBeMade = (file: Repeatable) =>
    isStale(file) ||
    (viewsChanged && file.folder === 'views') ||
    (file.folder === 'triggers' && retriggered.has(tableOf(file)));
  const changed = files.filter(mustBeMade);
  const known = new Set(files.map((file) => file.key));
  const gone = [...applied.keys()].filter((key) => key.includes('/') && !known.has(key));
  return { changed, gone };
}

/**
 * An event is a convenience, which `kanban housekeeping` makes up for: where the login may not make one, or the server has no
 * events, that is said and the migration goes on. The next one tries again.
 */
async function replaceEvent(
  connection: PoolConnection,
  file: Repeatable,
  log: (line: string) => void,
): Promise<boolean> {
  try {
    await replace(connection, file, log);
    return true;
  } catch (error) {
    log(
      `left out: ${(error as Error).message}; run \`kanban housekeeping\` regularly instead (docs/housekeeping.md)`,
    );
    return false;
  }
}

async function readFolder(folder: Folder, source: SqlSource): Promise<Repeatable[]> {
  return (await readSqlFiles(folder, source)).map((file) => ({
    ...file,
    folder,
    key: `${folder}/${file.name}`,
  }));
}

function tableOf(trigger: SqlFile): string {
  const match = /^\s*CREATE TRIGGER (\w+) (?:BEFORE|AFTER) (?:INSERT|UPDATE|DELETE) ON (\w+)/m.exec(
    trigger.text,
  );
  if (match?.[1] !== trigger.name || match[2] === undefined) {
    throw new MigrationFailed(
      `triggers/${trigger.name}.sql must say CREATE TRIGGER ${trigger.name} BEFORE|AFTER … ON <table>`,
    );
  }
  return match[2];
}

async function replace(
  connection: PoolConnection,
  file: Repeatable,
  log: (line: string) => void,
): Promise<void> {
  try {
    await dropObject(connection, file.key);
    await repeatDeadlocked(() => connection.query(file.text));
  } catch (error) {
    throw new MigrationFailed(`${file.key}.sql: ${(error as Error).message}`, { cause: error });
  }
  await connection.query('REPLACE INTO schema_migrations (name, checksum) VALUES (?, ?)', [
    file.key,
    file.checksum,
  ]);
  log(`made ${file.key}`);
}

const kindsOf: Readonly<Record<Folder, readonly string[]>> = {
  routines: ['PROCEDURE', 'FUNCTION'],
  views: ['VIEW'],
  triggers: ['TRIGGER'],
  events: ['EVENT'],
};

async function dropObject(connection: PoolConnection, key: string): Promise<void> {
  const [folder, name] = key.split('/');
  for (const kind of kindsOf[folder as Folder])
    await repeatDeadlocked(() => connection.query(`DROP ${kind} IF EXISTS ??`, [name]));
}
