import { type Instant, isReadable } from '@kanban/domain';

interface Entered {
  enteredAt: Instant;
  committedAt: Instant | null;
}

/** Without items whose entry no calendar has (0000-00-00, from before such were refused): of all others is answered. */
export function withReadableEntry<Row extends Entered>(rows: Row[]): Row[] {
  const isOdd = ({ enteredAt, committedAt }: Entered) =>
    !isReadable(enteredAt) || (committedAt !== null && !isReadable(committedAt));
  return rows.some(isOdd) ? rows.filter((row) => !isOdd(row)) : rows;
}
