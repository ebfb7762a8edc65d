import { firstCharacters } from '@kanban/domain';
import { rowsAs, SESSION_IDLE_HOURS, sessionHash, sessionIsOpen } from '@kanban/schema';
import type { RowDataPacket } from 'mysql2/promise';
import { deleteInParts } from '../delete-in-parts.ts';
import { type Database, inTime } from '../in-time.ts';
import { type Person, personColumns, personOf, stranger } from '../people/person.ts';
import { newSessionId, SESSION_DAYS } from './session-cookie.ts';

/** Noting each request would be a write for each; this is near enough for a limit of hours. */
const NOTE_EVERY_MINUTES = 5;
/** Providers know no limit; a name that is too long is no reason to keep somebody out. */
const NAME_CHARACTERS = 128;

type SessionRow = Parameters<typeof personOf>[0] & { said: string; isStale: number };

/** Who has the session; undefined: nobody any more. Read anew each time, so that a right or a session taken away counts at once. */
export function loadSession(database: Database, id: string): Promise<Person | undefined> {
  return inTime(database, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT ${personColumns}, s.display_name AS said, s.seen_at < UTC_TIMESTAMP(6) - INTERVAL ${NOTE_EVERY_MINUTES} MINUTE AS isStale
       FROM sessions s LEFT JOIN members m ON m.name = s.member
       WHERE s.id_hash = ? AND ${sessionIsOpen}`,
      [sessionHash(id)],
    );
    const [row] = rowsAs<SessionRow>(rows);
    if (!row) return undefined;
    if (row.isStale === 1) {
      await connection.query('UPDATE sessions SET seen_at = UTC_TIMESTAMP(6) WHERE id_hash = ?', [
        sessionHash(id),
      ]);
    }
    return row.name === null ? stranger(row.said) : personOf(row);
  });
}

/** A new session with a new id, which it returns. `former`: the one it takes the place of. */
export async function beginSession(database: Database, person: Person, former?: string): Promise<string> {
  if (former !== undefined) await endSession(database, former);
  const id = newSessionId();
  await inTime(database, (connection) =>
    connection.query(
      `INSERT INTO sessions (id_hash, member, display_name, signed_in_at, seen_at, ends_at)
       VALUES (?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ${SESSION_DAYS} DAY)`,
      [
        sessionHash(id),
        person.isMember ? person.name : null,
        firstCharacters(person.displayName, NAME_CHARACTERS),
      ],
    ),
  );
  return id;
}

export async function endSession(database: Database, id: string): Promise<void> {
  await inTime(database, (connection) =>
    connection.query('DELETE FROM sessions WHERE id_hash = ?', [sessionHash(id)]),
  );
}

/** Deletes what has ended, a part at a time; repeated by a timer. */
export async function sweepSessions(database: Database): Promise<void> {
  await deleteInParts(
    database,
    `DELETE FROM sessions WHERE ends_at < UTC_TIMESTAMP(6) OR seen_at < UTC_TIMESTAMP(6) - INTERVAL ${SESSION_IDLE_HOURS} HOUR`,
  );
}
