import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** Who acts, and what the row of `members` lets them do. */
export interface Person {
  /** As `@kanban_actor` says it; the name of a member, or what somebody calls himself who is none. */
  readonly name: string;
  readonly displayName: string;
  readonly isMember: boolean;
  readonly mayMove: boolean;
  readonly mayEdit: boolean;
  readonly mayAdministrate: boolean;
  readonly mayFastTrack: boolean;
}

interface MemberRow {
  name: string;
  displayName: string;
  mayMove: number;
  mayEdit: number;
  mayAdministrate: number;
  mayFastTrack: number;
}

/** The columns of `members`, alias m, that make a person. */
export const personColumns = `m.name, m.display_name AS displayName, m.may_move AS mayMove, m.may_edit AS mayEdit,
  m.may_administrate AS mayAdministrate, m.may_fast_track AS mayFastTrack`;

export function personOf(row: MemberRow): Person {
  return {
    name: row.name,
    displayName: row.displayName || row.name,
    isMember: true,
    mayMove: row.mayMove === 1,
    mayEdit: row.mayEdit === 1,
    mayAdministrate: row.mayAdministrate === 1,
    mayFastTrack: row.mayFastTrack === 1,
  };
}

/** Somebody who is no member reads only. */
export function stranger(name: string): Person {
  return {
    name,
    displayName: name,
    isMember: false,
    mayMove: false,
    mayEdit: false,
    mayAdministrate: false,
    mayFastTrack: false,
  };
}

/** By the name, byte for byte: a blank at the end makes another person. */
export async function loadPerson(connection: PoolConnection, name: string): Promise<Person> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT ${personColumns} FROM members m WHERE m.name = ? AND LENGTH(m.name) = ?`,
    [name, Buffer.byteLength(name)],
  );
  const [row] = rowsAs<MemberRow>(rows);
  return row ? personOf(row) : stranger(name);
}
