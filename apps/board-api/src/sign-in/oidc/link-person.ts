import { inTransaction } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Database } from '../../in-time.ts';
import { loadPerson, type Person, stranger } from '../../people/person.ts';
import { actAs } from '../../write/act-as.ts';
import type { Claims } from './provider.ts';
import type { OidcSettings } from './settings.ts';

/** The member that a person of the provider is, with what the groups give now; somebody who reads only, if there is none. */
export function linkPerson(
  { pool, config }: Database,
  claims: Claims,
  { groups }: Pick<OidcSettings, 'groups'>,
): Promise<Person> {
  const given = claims.groups?.flatMap((group) => groups.get(group) ?? []);
  const rights = given === undefined || groups.size === 0 ? null : [...new Set(given)].join(',');
  const work = async (connection: PoolConnection) => {
    await actAs(connection, { person: null });
    const [[rows = []]] = await connection.query<RowDataPacket[][]>('CALL link_identity(?, ?, ?, ?, ?)', [
      claims.issuer,
      claims.subject,
      claims.name,
      claims.verifiedEmail,
      rights,
    ]);
    const member = rows[0]?.member as string | null | undefined;
    return typeof member === 'string' ? loadPerson(connection, member) : stranger(claims.displayName);
  };
  return inTransaction(pool, work, {
    deadlineMs: config.databaseDeadlineMs,
    startWithinMs: config.databaseDeadlineMs,
  });
}
