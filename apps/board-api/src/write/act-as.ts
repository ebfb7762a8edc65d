import type { PoolConnection } from 'mysql2/promise';

interface Act {
  readonly person: string | null;
  readonly reason?: string | undefined;
  readonly fastTrack?: boolean | undefined;
}

/** Says in the session for whom it writes. All four each time: the connection was somebody else's before. */
export async function actAs(connection: PoolConnection, { person, reason, fastTrack }: Act): Promise<void> {
  await connection.query(
    "SET @kanban_actor = ?, @kanban_source = 'board', @kanban_reason = ?, @kanban_fast_track = ?",
    [person, reason ?? null, fastTrack ? 1 : null],
  );
}
