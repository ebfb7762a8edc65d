import { randomUUID } from 'node:crypto';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * Asks for a right by a statement that cannot succeed, about a table that is not there: the server judges the right first.
 * Reading the grants instead would have to know roles, patterns and what each server shows to whom. Some need a second right
 * as well and are counted as missing with it.
 */
interface Ask {
  readonly right: string;
  readonly statement: string;
  /** Undoes the statement, where it succeeds. */
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
  // Its name is locked before the cluster is asked: the same one from two nodes at once halts a Galera cluster for good.
  {
    right: 'TRIGGER',
    statement:
      'CREATE TRIGGER @.kanban_ask_# BEFORE INSERT ON @.kanban_ask_none FOR EACH ROW SET @kanban_ask = 1',
  },
  { right: 'CREATE VIEW', statement: 'CREATE VIEW @.kanban_ask AS SELECT a FROM @.kanban_ask_none' },
  // There is no way to be refused for another reason: it is made, and dropped at once.
  {
    right: 'CREATE ROUTINE',
    statement: 'CREATE PROCEDURE @.kanban_ask() SELECT 1',
    undo: 'DROP PROCEDURE IF EXISTS @.kanban_ask',
  },
  { right: 'ALTER ROUTINE', statement: "ALTER PROCEDURE @.kanban_ask_none COMMENT ''" },
  { right: 'EXECUTE', statement: 'CALL @.kanban_ask_none()' },
];

const askForEvents: Ask = { right: 'EVENT', statement: "ALTER EVENT @.kanban_ask_none COMMENT ''" };

/** The first makes a role that is about to be made anyhow, so these are asked when nothing else is missing. */
const asksForRoles: readonly Ask[] = [
  { right: 'CREATE ROLE', statement: 'CREATE ROLE IF NOT EXISTS kanban_reader' },
  { right: 'GRANT OPTION', statement: 'GRANT SELECT ON @.kanban_ask_none TO kanban_reader' },
];

/** Access to the database, to a table, to a column, by a general right, to a routine; and 1419, triggers beside a binary log. */
const denied = new Set([1044, 1142, 1143, 1227, 1370, 1419]);

/** What is to be made, and so needs a right. */
export interface Wanted {
  readonly events: boolean;
  readonly roles: boolean;
}

/** What the connection's login may not do in `database`, which need not be there yet. */
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
      // What somebody who was cut left is taken away too.
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

/** Who the connection is to the server, as GRANT wants it. */
export async function readLogin(connection: PoolConnection): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT CURRENT_USER() AS login');
  const [, user, host] = /^(.*)@([^@]*)$/.exec(String(row?.login)) ?? [];
  return `'${user}'@'${host}'`;
}

/** What is wrong when rights are missing, and what to do; undefined: nothing. */
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
