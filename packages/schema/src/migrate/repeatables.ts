import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { isMariaDb } from '../server/is-maria-db.ts';
import { readApplied } from './applied.ts';
import { withTablesLocked } from './lock-tables.ts';
import { MigrationFailed } from './migration-failed.ts';
import { queryRepeatedly } from './repeat-deadlocked.ts';
import { bodiesFor } from './snapshot-isolation.ts';
import { checksumOf, readRepeatables, type SqlFile, type SqlSource } from './sql-files.ts';
import type { Kind } from './sql-objects.ts';

interface Repeatable extends SqlFile {
  readonly kind: Kind;
  /** `routines/record_move`, kind and name: what schema_migrations knows it by, in whichever folder its file lies. */
  readonly key: string;
}

/**
 * Creates every trigger, routine, view and event again whose text changed, and drops those whose file is gone. Triggers
 * are exchanged under a write lock, so no statement slips through without them.
 */
export async function applyRepeatables(
  connection: PoolConnection,
  { changed, gone }: Stale,
  { isNew, log }: { isNew: boolean; log: (line: string) => void },
): Promise<string[]> {
  const goneTriggers = gone.filter((key) => key.startsWith('triggers/'));
  const triggers = changed.filter((file) => file.kind === 'triggers');
  if (isNew) {
    await makeAll(
      connection,
      changed.filter((file) => file.kind !== 'events'),
      log,
    );
  } else {
    await forget(connection, changed);
    for (const file of changed.filter((each) => each.kind === 'routines' || each.kind === 'views'))
      await replace(connection, file, log);
  }
  if (triggers.length + goneTriggers.length > 0 && !isNew) {
    await withTablesLocked(connection, async () => {
      // A trigger with another name is one gone and one new: to be found neither twice nor not at all.
      for (const key of goneTriggers) await remove(connection, key, log);
      await replaceTriggers(connection, triggers, log);
    });
  }
  for (const key of gone) if (!goneTriggers.includes(key)) await remove(connection, key, log);
  const refused = new Set<string>();
  for (const file of changed.filter((each) => each.kind === 'events')) {
    if (!(await replaceEvent(connection, file, log))) refused.add(file.key);
  }
  return changed.map((file) => file.key).filter((key) => !refused.has(key));
}

/** Creates triggers again that are missing or differ, while the tables are locked. */
export async function remakeTriggers(
  connection: PoolConnection,
  source: SqlSource,
  log: (line: string) => void,
): Promise<void> {
  const { changed } = await findStale(connection, source);
  const triggers = changed.filter((file) => file.kind === 'triggers');
  await forget(connection, triggers);
  await replaceTriggers(connection, triggers, log);
}

/** The objects to create again, in order, and the keys of those to drop. */
export interface Stale {
  readonly changed: readonly Repeatable[];
  readonly gone: readonly string[];
}

export async function findStale(connection: PoolConnection, source: SqlSource): Promise<Stale> {
  const applied = await readApplied(connection);
  const asWritten = (await readRepeatables(source)).map((file) => ({
    ...file,
    key: `${file.kind}/${file.name}`,
  }));
  const bodyOf = await bodiesFor(connection, source, asWritten);
  const files = asWritten.map((file) => {
    const text = bodyOf(file);
    return { ...file, text, checksum: checksumOf(text) };
  });
  const isStale = (file: Repeatable) => applied.get(file.key) !== file.checksum;
  // A view keeps the columns of the views below it from its creation, so if one changed, all are created again.
  const viewsChanged = files.some((file) => file.kind === 'views' && isStale(file));
  // A table's triggers fire in the order of creation, so if one changed, all of its table are created again, by name.
  const retriggered = new Set(files.filter((file) => file.kind === 'triggers' && isStale(file)).map(tableOf));
  const mustBeMade = (file: Repeatable) =>
    isStale(file) ||
    (viewsChanged && file.kind === 'views') ||
    (file.kind === 'triggers' && retriggered.has(tableOf(file)));
  const changed = files.filter(mustBeMade);
  const known = new Set(files.map((file) => file.key));
  const gone = [...applied.keys()].filter((key) => key.includes('/') && !known.has(key));
  return { changed, gone };
}

/** Events are left as they are, and out where they are not there. */
export function withoutEvents({ changed, gone }: Stale): Stale {
  return { changed: changed.filter(({ kind }) => kind !== 'events'), gone };
}

/**
 * An event is a convenience, which `kanban housekeeping` makes up for: where the server has no events, that is said and the
 * migration goes on. The next one tries again. A login that may not make one is refused before (server/rights.ts).
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

function tableOf(trigger: SqlFile): string {
  const match = /^\s*CREATE TRIGGER (\w+) (?:BEFORE|AFTER) (?:INSERT|UPDATE|DELETE) ON (\w+)/m.exec(
    trigger.text,
  );
  if (match?.[1] !== trigger.name || match[2] === undefined) {
    throw new MigrationFailed(
      `${trigger.name}.sql must say CREATE TRIGGER ${trigger.name} BEFORE|AFTER … ON <table>`,
    );
  }
  return match[2];
}

/**
 * Makes what a new database does not have yet: nothing to drop, nobody to lock out, and one row of what was made for all of it. A
 * migrator that dies in between is followed by one that finds no new database.
 */
async function makeAll(
  connection: PoolConnection,
  files: readonly Repeatable[],
  log: (line: string) => void,
): Promise<void> {
  for (const file of files) {
    await make(connection, file);
    log(`made ${file.key}`);
  }
  if (files.length > 0)
    await queryRepeatedly(connection, 'REPLACE INTO schema_migrations (name, checksum) VALUES ?', [
      files.map(({ key, checksum }) => [key, checksum]),
    ]);
}

async function remove(connection: PoolConnection, key: string, log: (line: string) => void): Promise<void> {
  await dropObject(connection, key);
  await queryRepeatedly(connection, 'DELETE FROM schema_migrations WHERE name = ?', [key]);
  log(`dropped ${key}`);
}

async function make(connection: PoolConnection, file: Repeatable): Promise<void> {
  try {
    await queryRepeatedly(connection, file.text);
  } catch (error) {
    throw new MigrationFailed(`${file.key}.sql: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Takes back that these are there as written, before any of them is dropped: should the server refuse a new text, or the
 * migrator die, the next migration makes them again, also from the old text.
 */
async function forget(connection: PoolConnection, files: readonly Repeatable[]): Promise<void> {
  if (files.length === 0) return;
  await queryRepeatedly(connection, "UPDATE schema_migrations SET checksum = '' WHERE name IN (?)", [
    files.map(({ key }) => key),
  ]);
}

/** Of locked tables each DDL reads all triggers of its table again; MariaDB exchanges one by a single DDL. */
async function replaceTriggers(
  connection: PoolConnection,
  triggers: readonly Repeatable[],
  log: (line: string) => void,
): Promise<void> {
  const [[server]] = await queryRepeatedly<RowDataPacket[]>(connection, 'SELECT VERSION() AS version');
  const exchange = isMariaDb(server?.version) ? replaceAtOnce : replace;
  for (const file of triggers) await exchange(connection, file, log);
}

function replaceAtOnce(
  connection: PoolConnection,
  file: Repeatable,
  log: (line: string) => void,
): Promise<void> {
  const text = file.text.replace(/^CREATE TRIGGER /m, 'CREATE OR REPLACE TRIGGER ');
  return write(connection, { ...file, text }, log);
}

async function replace(
  connection: PoolConnection,
  file: Repeatable,
  log: (line: string) => void,
): Promise<void> {
  await dropObject(connection, file.key);
  await write(connection, file, log);
}

async function write(
  connection: PoolConnection,
  file: Repeatable,
  log: (line: string) => void,
): Promise<void> {
  await make(connection, file);
  await queryRepeatedly(connection, 'REPLACE INTO schema_migrations (name, checksum) VALUES (?, ?)', [
    file.key,
    file.checksum,
  ]);
  log(`made ${file.key}`);
}

const kindsOf: Readonly<Record<Kind, readonly string[]>> = {
  routines: ['PROCEDURE', 'FUNCTION'],
  views: ['VIEW'],
  triggers: ['TRIGGER'],
  events: ['EVENT'],
};

async function dropObject(connection: PoolConnection, key: string): Promise<void> {
  const [kind, name] = key.split('/');
  for (const made of kindsOf[kind as Kind])
    await queryRepeatedly(connection, `DROP ${made} IF EXISTS ??`, [name]);
}
