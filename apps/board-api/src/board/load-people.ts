import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

interface PersonRow {
  name: string;
  displayName: string | null;
  isMember: number;
  currentWip: number;
  wipLimit: number;
}

/** Members, but for applications, and whoever items of the stream are assigned to; by name. */
export async function loadPeople(connection: PoolConnection, stream: string) {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT n.name, MAX(m.display_name) AS displayName, MAX(m.name IS NOT NULL) AS isMember,
       COALESCE(MAX(p.current_wip), 0) AS currentWip, COALESCE(MAX(p.wip_limit), -1) AS wipLimit
     FROM (
       SELECT name FROM members WHERE NOT may_speak_for_others
       UNION SELECT p.assignee FROM person_wip p JOIN value_streams s ON s.id = p.value_stream_id
       WHERE s.name = ? AND p.assignee <> ''
     ) n
     LEFT JOIN members m ON m.name = n.name
     LEFT JOIN person_wip p ON p.assignee = n.name AND p.value_stream_id = (SELECT id FROM value_streams WHERE name = ?)
     GROUP BY n.name ORDER BY n.name`,
    [stream, stream],
  );
  return rowsAs<PersonRow>(rows).map(({ name, displayName, isMember, currentWip, wipLimit }) => ({
    name,
    displayName: displayName || name,
    isMember: isMember === 1,
    currentWip,
    wipLimit: wipLimit < 0 ? null : wipLimit,
  }));
}
