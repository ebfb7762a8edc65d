import type { BoardAnswer } from '@kanban/api/board';
import { isRetryable, type Kind, refusalOf, rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { type Database, inTime } from '../in-time.ts';
import type { Person } from '../people/person.ts';
import { actAs } from '../write/act-as.ts';

interface MoveRow {
  queue_name: string;
  kind: Kind;
  is_here: number;
  refused: number | null;
  sentence: string | null;
}

const TRIES = 10;
const ILLEGAL_MOVE = 9109;

/** Every queue with yes or the refusal that `person` would meet, as `list_moves` finds by trying. */
export async function listMoves(
  database: Database,
  person: Person | undefined,
  reference: string,
): Promise<BoardAnswer<'moves'>> {
  return inTime(database, async (connection) => {
    const plain = await ask(connection, person, reference, false);
    const isUnlisted = plain.some(({ refused }) => refused === ILLEGAL_MOVE);
    const tracked = isUnlisted && person ? await ask(connection, person, reference, true) : [];
    const byFastTrack = new Map(tracked.map((row) => [row.queue_name, row.refused === null]));
    return {
      reference,
      queue: plain.find(({ is_here }) => is_here === 1)?.queue_name ?? null,
      moves: plain.map((row) => ({
        queue: row.queue_name,
        kind: row.kind,
        answer: row.is_here === 1 ? 'here' : row.refused === null ? 'yes' : 'no',
        refusal: refusalIn(row),
        fastTrack: row.refused === ILLEGAL_MOVE ? (byFastTrack.get(row.queue_name) ? 'yes' : 'no') : null,
      })),
    };
  });
}

/** Its tries are transactions of their own, in which nothing was done: after a deadlock it asks again. */
async function ask(
  connection: PoolConnection,
  person: Person | undefined,
  reference: string,
  fastTrack: boolean,
) {
  await actAs(connection, { person: person?.name ?? null, fastTrack });
  for (let left = TRIES; ; left--) {
    try {
      const [[rows = []]] = await connection.query<RowDataPacket[][]>('CALL list_moves(?)', [reference]);
      return rowsAs<MoveRow>(rows);
    } catch (error) {
      if (left <= 1 || !isRetryable(error)) throw error;
    }
  }
}

function refusalIn({ refused, sentence }: MoveRow) {
  if (refused === null) return null;
  const refusal = refusalOf({ sqlState: '45000', errno: refused, sqlMessage: sentence ?? '' });
  return { number: refused, code: refusal?.code ?? 'UNKNOWN', sentence: refusal?.message ?? sentence ?? '' };
}
