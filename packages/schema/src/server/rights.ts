import { randomUUID } from 'node:crypto';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * Tests a right by a statement about a table that does not exist: the server checks the right first. To read the grants
 * instead, it would have to understand roles, patterns and what each server shows to whom. Some statements need a
 * second right and count as missing with it.
 */
interface Ask {
  readonly right: string;
  readonly statement: string;
  /** Undoes the statement if it succeeds. */
  readonly undo?: string;
}

const asks: readonly Ask[] = [
  { right: 'SELECT', statement: 'SELECT a FROM @.kanban_ask_none' },
  { right: 'INSERT', statement: 'INSERT INTO @.kanban_ask_none VALUES (1)' },
  { right: 'UPDATE', statement: 'UPDATE @.kanban_ask_none SET a = 1' },
  { right: 'DELETE', statement: 'DELETE FROM @.kanban_ask_none' },
  { right: 'CREATE', statement: 'CREATE TABLE @.kanban_ask (a INT, a INT)' },
  { right: 'ALTER', statement: 'ALTER TABLE @.kanban_ask_none ADD COLUMN a INT' },
  { right: 'DROP', statement: 'DROP TABLE @.kanban_ask_none' },
  { right: 'INDEX', statement: 'CREATE INDEX a ON @.kanban_ask_none (a)' },
  {
    right: 'REFERENCES',
    statement:
      'CREATE TABLE @.kanban_ask (a INT, FOREIGN KEY (a) REFERENCES @.kanban_ask_none (a)) ENGINE = InnoDB',
  },
  { right: 'LOCK TABLES', statement: 'LOCK TABLES @.kanban_ask_none WRITE' },
  // Its name is locked before the cluster is asked, because the same name from two nodes at once stops a Galera
  // cluster.
  {
    right: 'TRIGGER',
    statement:
      'CREATE TRIGGER @.kanban_ask_# BEFORE INSERT ON @.kanban_ask_none FOR EACH ROW SET @kanban_ask = 1',
  },
  { right: 'CREATE VIEW', statement: 'CREATE VIEW @.kanban_ask AS SELECT a FROM @.kanban_ask_none' },
  // No statement fails for another reason here, so it is created and dropped at once.
  {
    right: 'CREATE ROUTINE',
    statement: 'CREATE PROCEDURE @.kanban_ask() SELECT 1',
    undo: 'DROP PROCEDURE IF EXISTS @.kanban_ask',
  },
  { right: 'ALTER ROUTINE', statement: "ALTER PROCEDURE @.kanban_ask_none COMMENT ''" },
  { right: 'EXECUTE', statement: 'CALL @.kanban_ask_none()' },
];

const askForEvents: Ask = { right: 'EVENT', statement: "ALTER EVENT @.kanban_ask_none COMMENT ''" };

/** The first one creates a role that is created anyway, so these are tested only if nothing else is missing. */
const asksForRoles: readonly Ask[] = [
  { right: 'CREATE ROLE', statement: 'CREATE ROLE IF NOT EXISTS kanban_reader' },
  { right: 'GRANT OPTION', statement: 'GRANT SELECT ON @.kanban_ask_none TO kanban_reader' },
];

/** Access to the database, to a table, to a column, by a general right, to a routine; and 1419, triggers beside a binary log. */
const denied = new Set([1044, 1142, 1143, 1227, 1370, 1419]);

/** What will be created, and so needs a right. */
export interface Wanted {
  readonly events: boolean;
  readonly roles: boolean;
}

/** The rights that the connection's login lacks in `database`, which need not exist yet. */
export async function readMissingRights(
  connection: PoolConnection,
  database: string,
  { events, roles }: Wanted,
): Promise<string[]> {
  const missing = await readDenied(connection, database, events ? [...asks, askForEvents] : asks);
  return missing.length === 0 && roles ? readDenied(connection, database, asksForRoles) : missing;
}

async function readDenied(
  connection: PoolConnection,
  database: string,
  questions: readonly Ask[],
): Promise<string[]> {
  const unique = randomUUID().replaceAll('-', '');
  const inDatabase = (statement: string) =>
    statement.replaceAll('@.', `${quoted(database)}.`).replaceAll('#', unique);
  const missing: string[] = [];
  for (const { right, statement, undo } of questions) {
    try {
      // Also removes what an interrupted run left behind.
      if (undo) await connection.query(inDatabase(undo)).catch(() => {});
      await connection.query(inDatabase(statement));
      if (undo) await connection.query(inDatabase(undo));
    } catch (error) {
      const { errno } = error as { errno?: number };
      if (errno === undefined) throw error;
      if (denied.has(errno)) missing.push(right);
    }
  }
  return missing;
}

/** The connection's user as GRANT needs it. */
export async function readLogin(connection: PoolConnection): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT CURRENT_USER() AS login');
  const [, user, host] = /^(.*)@([^@]*)$/.exec(String(row?.login)) ?? [];
  return `'${user}'@'${host}'`;
}

/** What is wrong if rights are missing, and what to do; undefined: nothing. */
export function judgeRights(
  missing: readonly string[],
  { login, database }: { login: string; database: string },
): string | undefined {
  if (missing.length === 0) return undefined;
  const rights = missing.join(', ');
  const isRoles = missing.some((right) => asksForRoles.some((ask) => ask.right === right));
  if (isRoles) {
    return `The login of DATABASE_URL lacks ${rights}: the roles of readers and movers are made with it; say GRANT CREATE USER ON *.* TO ${login} and GRANT ALL ON ${quoted(database)}.* TO ${login} WITH GRANT OPTION, or leave the roles to somebody else by kanban migrate --no-roles.`;
  }
  const without = missing.includes('EVENT')
    ? '; without EVENT it is kanban migrate --no-events, and kanban housekeeping regularly'
    : '';
  return `The login of DATABASE_URL lacks ${rights} on ${database}: the tables, triggers and routines that keep the rules are made with it; say GRANT ${rights} ON ${quoted(database)}.* TO ${login}${without}.`;
}

function quoted(database: string): string {
  return `\`${database.replaceAll('`', '``')}\``;
}
