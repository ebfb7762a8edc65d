/** Columns with who wrote a row and when: its first version, and its latest one if people change rows. */
interface Stamps {
  readonly written: readonly [at: string, by: string];
  readonly changed?: readonly [at: string, by: string];
}

const both: Stamps = { written: ['created_at', 'created_by'], changed: ['updated_at', 'updated_by'] };

/**
 * The tables that have "who and when", whatever the statement says. Their guards (guards.ts) set it, because each
 * further trigger costs time in every write. Cards, placements and histories have separate triggers for it.
 * `stamps.db.test.ts` compares the list with information_schema.
 */
export const stampedTables: Readonly<Record<string, Stamps>> = {
  annotations: both,
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
  sla_objectives: both,
  sla_policies: both,
  stream_managers: both,
  subscriptions: both,
  transitions: both,
  value_streams: both,
  wip_limits: both,
  work_items: both,
  working_hours: both,
};

/** current_actor() only if an application names a person; it saves a function call per row of an import. */
const actor = 'IF(@kanban_actor IS NULL, LEFT(USER(), 288), current_actor())';

/** The lines that stamp the row in a trigger BEFORE INSERT or BEFORE UPDATE of `table`; none if it has no stamps. */
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
