import { nameKey } from '@kanban/domain';
import type { EventPayload } from '@kanban/notifications';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { concerning, type People, type Routing } from './routing.ts';

/**
 * Finds the addresses of the people that roles and members mean in these events, and who did what members are told of: one
 * statement each, none where no subscription with a role or a member matches. By functions that run as the administrator,
 * because the relay's login reads neither items nor members.
 */
export async function loadPeople(
  connection: PoolConnection,
  events: readonly { topic: string; payload: EventPayload }[],
  routing: Routing,
): Promise<People> {
  const wanted = {
    logger: new Set<string>(),
    named: new Set<string>(),
    manager: new Set<string>(),
    actor: new Set<string>(),
  };
  const toPeople = {
    ...routing,
    subscriptions: routing.subscriptions.filter((each) => each.recipient === null),
  };
  if (toPeople.subscriptions.length > 0) {
    for (const { topic, payload } of events) {
      const { reference = '', assignee = '', value_stream: stream = '', actor = '' } = payload;
      for (const { role, member } of concerning(topic, payload, toPeople)) {
        if (role === 'logger') wanted.logger.add(reference);
        if (role === 'assignee') wanted.named.add(assignee);
        if (role === 'manager') wanted.manager.add(stream);
        if (member !== null) wanted.named.add(member);
        if (member !== null) wanted.actor.add(actor);
      }
    }
    for (const names of Object.values(wanted)) names.delete('');
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
    named: new Map(
      await ask(
        wanted.named,
        `SELECT name, address_of_member(name) AS address FROM (${namesIn('128')}) named`,
      ),
    ),
    managers: new Map(
      [...Map.groupBy(managers, ([stream]) => nameKey(stream))].map(([stream, rows]) => [
        stream,
        rows.map(([, address]) => address),
      ]),
    ),
    actors: new Map(
      await ask(wanted.actor, `SELECT name, member_of_actor(name) AS address FROM (${namesIn('288')}) named`),
    ),
  };
}

/** The names of a JSON list as rows, compared as the tables compare. */
function namesIn(length: '64' | '128' | '288'): string {
  return `SELECT name COLLATE utf8mb4_bin AS name
    FROM JSON_TABLE(?, '$[*]' COLUMNS (name VARCHAR(${length}) CHARACTER SET utf8mb4 PATH '$')) listed`;
}
