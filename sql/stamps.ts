/** Columns with who wrote a row and when: of its first version, and of its latest where people change rows. */
interface Stamps {
  readonly written: readonly [at: string, by: string];
  readonly changed?: readonly [at: string, by: string];
}

const both: Stamps = { written: ['created_at', 'created_by'], changed: ['updated_at', 'updated_by'] };

/**
 * The tables whose rows say who and when, whatever the statement says of it. Their guards (guards.ts) do it, since each further
 * trigger costs every write. Cards, placements and histories say more than that, in triggers of their own;
 * `stamps.db.test.ts` compares the list with information_schema.
 */
export const stampedTables: Readonly<Record<string, Stamps>> = {
  attachments: both,
  checklist_items: both,
  comments: both,
  dependencies: both,
  endpoints: both,
  holidays: both,
  members: both,
  person_limits: both,
  report_runs: { written: ['written_at', 'written_by'] },
  settings: both,
  sla_policies: both,
  stream_managers: both,
  subscriptions: both,
  transitions: both,
  value_streams: both,
  wip_limits: both,
  work_items: both,
  working_hours: both,
};

/** current_actor() where an application names a person; a function call less for all others, as imports write many rows. */
const actor = 'IF(@kanban_actor IS NULL, LEFT(USER(), 288), current_actor())';

/** The lines of a trigger BEFORE INSERT or BEFORE UPDATE of `table` that stamp the row; none where it has no stamps. */
export function stamp(table: string, isUpdate: boolean): string[] {
  const stamps = stampedTables[table];
  if (stamps === undefined) return [];
  const { written, changed } = stamps;
  if (isUpdate) {
    const kept = written.map((column) => `NEW.${column} = OLD.${column}`).join(', ');
    if (changed === undefined) return [`  SET ${kept};`];
    const [at, by] = changed;
    return [`  SET ${kept},`, `      NEW.${at} = clock_utc(), NEW.${by} = ${actor};`];
  }
  const [at, by] = written;
  return [
    `  SET NEW.${at} = clock_utc(), NEW.${by} = ${actor};`,
    ...(changed ? [`  SET NEW.${changed[0]} = NEW.${at}, NEW.${changed[1]} = NEW.${by};`] : []),
  ];
}
