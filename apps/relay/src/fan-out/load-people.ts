import { nameKey } from '@kanban/domain';
import type { EventPayload } from '@kanban/notifications';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { concerning, type People, type Role, type Routing } from './routing.ts';

/**
 * Finds the addresses of the people that roles mean in these events: one statement per role, none if no subscription
 * with a role matches. By functions that run as the administrator, because the relay's login reads neither items nor
 * members.
 */
export async function loadPeople(
  connection: PoolConnection,
  events: readonly { topic: string; payload: EventPayload }[],
  routing: Routing,
): Promise<People> {
  const wanted: Record<Role, Set<string>> = { logger: new Set(), assignee: new Set(), manager: new Set() };
  const roles = { ...routing, subscriptions: routing.subscriptions.filter(({ role }) => role !== null) };
  if (roles.subscriptions.length > 0) {
    for (const { topic, payload } of events) {
      const named = {
        logger: payload.reference,
        assignee: payload.assignee,
        manager: payload.value_stream,
      };
      for (const { role } of concerning(topic, payload, roles)) {
        const key = role && named[role];
        if (role && key) wanted[role].add(key);
      }
    }
  }
  const ask = async (names: ReadonlySet<string>, sql: string) => {
    if (names.size === 0) return [];
    const [rows] = await connection.query<RowDataPacket[]>(sql, [JSON.stringify([...names])]);
    return rows
      .filter((row) => row.address !== null)
      .map((row) => [String(row.name), String(row.address)] as const);
  };
  const managers = await ask(
    wanted.manager,
    `SELECT value_stream AS name, address_of_member(member) AS address FROM stream_managers
     WHERE value_stream IN (${namesIn('64')}) ORDER BY member`,
  );
  return {
    loggers: new Map(
      await ask(
        wanted.logger,
        `SELECT name, address_of_logger(name) AS address FROM (${namesIn('64')}) named`,
      ),
    ),
    assignees: new Map(
      await ask(
        wanted.assignee,
        `SELECT name, address_of_member(name) AS address FROM (${namesIn('128')}) named`,
      ),
    ),
    managers: new Map(
      [...Map.groupBy(managers, ([stream]) => nameKey(stream))].map(([stream, rows]) => [
        stream,
        rows.map(([, address]) => address),
      ]),
    ),
  };
}

/** The names of a JSON list as rows, compared as the tables compare. */
function namesIn(length: '64' | '128'): string {
  return `SELECT name COLLATE utf8mb4_bin AS name
    FROM JSON_TABLE(?, '$[*]' COLUMNS (name VARCHAR(${length}) CHARACTER SET utf8mb4 PATH '$')) listed`;
}
