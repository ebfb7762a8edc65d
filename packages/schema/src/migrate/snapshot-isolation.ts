import { readFile } from 'node:fs/promises';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { type SqlSource, sqlDirectory } from './sql-files.ts';

interface Body {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

/** The statement that creates a trigger or routine of `source` on this server; other text is returned unchanged. */
export async function bodiesFor(
  connection: PoolConnection,
  source: SqlSource,
  files: readonly Body[],
): Promise<(file: Body) => string> {
  // The files of another folder, as a test writes one, are created unchanged.
  if (source.directory !== sqlDirectory || !(await knowsSnapshotIsolation(connection)))
    return ({ text }) => text;
  const callable = await findCallable(source, files);
  return ({ name, kind, text }) =>
    (kind === 'triggers' && !isGuard(name)) || (kind === 'routines' && callable.has(name))
      ? withoutSnapshotIsolation(text)
      : text;
}

/** Guards read only the values of their row (sql/guards.ts), some of them in every move. */
const isGuard = (name: string) => name.endsWith('_guard');

/** MariaDB 10.11.8 and newer (11.0.6, 11.1.5, 11.2.4, 11.4.2 in their series). ON from 11.6 on. */
async function knowsSnapshotIsolation(connection: PoolConnection): Promise<boolean> {
  const [found] = await connection.query<RowDataPacket[]>(
    "SHOW GLOBAL VARIABLES LIKE 'innodb_snapshot_isolation'",
  );
  return found.length > 0;
}

/**
 * Wraps a trigger or procedure that waits for a row and continues with its present state. With
 * innodb_snapshot_isolation MariaDB refuses to lock a row that changed after the snapshot (1020); the rules lock
 * exactly to see such changes. This covers everything that the body calls. The session gets its setting back, also
 * after an error.
 */
function withoutSnapshotIsolation(text: string): string {
  const header =
    /^(?:--.*\n)*CREATE (?:TRIGGER[\s\S]*?FOR EACH ROW|PROCEDURE[\s\S]*?SQL SECURITY DEFINER)\s+/.exec(
      text,
    )?.[0];
  if (header === undefined) throw new Error(`no header of a trigger or procedure: ${text.slice(0, 200)}`);
  // A body that uses no table waits for no row.
  if (!/\b(?:SELECT|INSERT|UPDATE|DELETE|CALL(?! refuse\())\b/.test(text.slice(header.length))) return text;
  return `${header}BEGIN
  DECLARE v_heeds_snapshot BOOLEAN DEFAULT @@SESSION.innodb_snapshot_isolation;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    IF v_heeds_snapshot THEN
      SET SESSION innodb_snapshot_isolation = ON;
    END IF;
    RESIGNAL;
  END;
  IF v_heeds_snapshot THEN
    SET SESSION innodb_snapshot_isolation = OFF;
  END IF;
${text.slice(header.length).replace(/;?\s*$/, ';')}
  IF v_heeds_snapshot THEN
    SET SESSION innodb_snapshot_isolation = ON;
  END IF;
END`;
}

/** Procedures that people and programs call; all others are called by these and by triggers. */
async function findCallable(source: SqlSource, files: readonly Body[]): Promise<ReadonlySet<string>> {
  const roles = await readFile(`${source.directory}roles.sql`, 'utf8');
  const granted = [...roles.matchAll(/^GRANT EXECUTE ON PROCEDURE (\w+)/gm)].map(([, name]) => name);
  const callers = files.filter(({ kind }) => kind === 'routines' || kind === 'triggers');
  const isCalled = (name: string) =>
    callers.some((file) => file.name !== name && file.text.includes(`${name}(`));
  const procedures = files
    .filter(({ kind, text }) => kind === 'routines' && /^CREATE PROCEDURE /m.test(text))
    .map(({ name }) => name);
  return new Set(
    procedures.filter((name) => granted.includes(name) || !isCalled(name) || name === 'rebuild_projections'),
  );
}
