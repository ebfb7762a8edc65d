import { conversions } from './guards/conversions.ts';
import { stamp } from './stamps.ts';
import { type TextColumn, textColumns } from './text-columns.ts';

/**
 * The triggers that keep the same promises for every table, whatever the writing session has set. Generated from one
 * list, because single files would be about sixty that differ in a name. `guards.db.test.ts` compares the list with
 * information_schema.
 */

/** Who writes the rows: people by SQL and programs, or only triggers and services of this board. */
type Writers = 'people' | 'programs';

interface Guarded {
  readonly table: string;
  readonly writers: Writers;
  /** Its ids are AUTO_INCREMENT: the database alone chooses them. */
  readonly hasChosenId: boolean;
  /** Foreign keys of other tables refer to it: a session that does not check them would leave orphans by a DELETE. */
  readonly isReferenced?: boolean;
  /** Columns of type DATE or DATETIME in which people write instants and days. */
  readonly instants?: readonly string[];
  /** Columns with the name of a time zone. */
  readonly zones?: readonly string[];
  /** A column with a name that must not be blank. */
  readonly named?: string;
}

const people = (table: string, more: Partial<Guarded> = {}): Guarded => ({
  table,
  writers: 'people',
  hasChosenId: false,
  ...more,
});
const programs = (table: string): Guarded => ({ table, writers: 'programs', hasChosenId: true });
const withId = { hasChosenId: true };

export const guardedTables: readonly Guarded[] = [
  people('annotations', { ...withId, instants: ['day'], named: 'text' }),
  people('attachments', withId),
  people('checklist_items', withId),
  people('comments', withId),
  people('dependencies'),
  people('endpoints', withId),
  people('holidays', { instants: ['day'] }),
  people('members', { isReferenced: true, named: 'name' }),
  people('person_limits'),
  people('placements', withId),
  people('queues', withId),
  people('report_runs', { ...withId, instants: ['first_day', 'last_day', 'missed_from', 'due_at'] }),
  people('settings'),
  people('sla_objectives', { ...withId, isReferenced: true }),
  people('sla_policies', withId),
  people('stream_managers'),
  people('subscriptions', { ...withId, zones: ['time_zone'] }),
  people('transitions'),
  people('value_streams', {
    ...withId,
    isReferenced: true,
    instants: ['archived_at'],
    zones: ['time_zone'],
    named: 'name',
  }),
  people('wip_limits', { ...withId, isReferenced: true, named: 'queue_name' }),
  people('work_items', {
    ...withId,
    isReferenced: true,
    instants: ['date_logged', 'date_due'],
    named: 'reference',
  }),
  people('working_hours'),
  programs('audit_log'),
  programs('blocked_intervals'),
  programs('budget_flags'),
  programs('config_history'),
  programs('bulk_sessions'),
  programs('deliveries'),
  programs('delivery_attempts'),
  programs('field_history'),
  programs('import_batches'),
  programs('outbox_events'),
  programs('sla_flags'),
];

/** A day that every month has, within the allowed range: a closer check could find nothing. */
function isPlain(instant: string, until = "'9999-01-01'"): string {
  return `${instant} BETWEEN '1970-01-02' AND ${until} AND DAY(${instant}) BETWEEN 1 AND 28 AND MONTH(${instant}) > 0`;
}

const session = `  IF @@foreign_key_checks = 0 OR @@unique_checks = 0 /*M! OR @@check_constraint_checks = 0 */ THEN
    CALL refuse(9126, 'UNSAFE_SESSION', 'SET foreign_key_checks, unique_checks and check_constraint_checks to 1 and write again');
  END IF;`;

const chosen = `  IF NEW.id <> 0 OR @@insert_id <> 0 THEN
    CALL check_id(NEW.id);
  END IF;`;

/**
 * The login of the log, whatever the statement says. Every move passes here, so values that only imports and bulk work
 * may give are checked only for them. A row belongs to a batch only if this connection is importing that batch. A time
 * before the import began is in the past without a look at the clock. The first question finds most rows of an import right, since
 * each statement here costs as much as the row itself.
 */
const logged = `  SET NEW.login = LEFT(USER(), 288);
  IF NEW.id <> 0 OR @@insert_id <> 0 OR @kanban_bulk IS NOT NULL OR NEW.batch_id IS NOT NULL OR NEW.source = 'import' THEN
    IF NOT COALESCE(NEW.id = 0 AND @@insert_id = 0 AND NEW.source = 'import' AND NEW.batch_id = (
        SELECT batch_id FROM bulk_sessions
        WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL AND NEW.occurred_at < started_at)
      AND ${isPlain('NEW.occurred_at')}, FALSE) THEN
      BEGIN
        DECLARE v_batch_id BIGINT UNSIGNED;
        DECLARE v_started_at DATETIME(6);

        IF NEW.id <> 0 OR @@insert_id <> 0 THEN
          CALL check_id(NEW.id);
        END IF;
        SELECT MAX(batch_id), MAX(started_at) INTO v_batch_id, v_started_at
        FROM bulk_sessions WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL;
        IF v_batch_id IS NULL AND NEW.batch_id IS NOT NULL THEN
          -- The batch that is ending, as in current_batch.
          SELECT MAX(batch_id) INTO v_batch_id FROM bulk_sessions WHERE batch_id = NEW.batch_id AND finished_by = CONNECTION_ID();
        END IF;
        SET NEW.batch_id = v_batch_id;
        IF NEW.source = 'import' AND NOT COALESCE(${isPlain('NEW.occurred_at', 'v_started_at')}, FALSE) THEN
          CALL check_past('occurred_at', CAST(NEW.occurred_at AS CHAR));
        END IF;
      END;
    END IF;
  END IF;`;

/** Calls a check if the column changes and, where there is a quick test, if that finds something. */
const checked = (column: string, check: string, isUpdate: boolean, look?: string): string => {
  const isNew = isUpdate ? `NOT (NEW.${column} <=> OLD.${column})` : `NEW.${column} IS NOT NULL`;
  const condition = look === undefined ? isNew : `${isNew} AND COALESCE(${look}, FALSE)`;
  return `  IF ${condition} THEN
    CALL ${check};
  END IF;`;
};

function values({ instants = [], zones = [] }: Guarded, isUpdate: boolean): string[] {
  return [
    ...instants.map((column) =>
      checked(
        column,
        `check_instant('${column}', CAST(NEW.${column} AS CHAR))`,
        isUpdate,
        `NOT (${isPlain(`NEW.${column}`)})`,
      ),
    ),
    ...zones.map((column) => checked(column, `check_zone('${column}', NEW.${column})`, isUpdate)),
  ];
}

/**
 * A name may be older than the check: `check_name_of` looks for the thing that it names, `check_name` at the old value.
 */
function checkOf(column: string, kind: TextColumn | undefined): string | undefined {
  if (kind === 'stream' || kind === 'queue' || kind === 'item' || column === 'member') return 'check_name_of';
  return kind === 'name' || kind === 'word' || kind === 'member' ? 'check_name' : undefined;
}

/**
 * Checks all names at once (joined by U+FFFF), and one by one only if something is wrong, because imports write many
 * rows.
 */
function names({ table, named }: Guarded, isUpdate: boolean): string[] {
  const checks = Object.entries(textColumns[table] ?? {}).flatMap(([column, kind]) => {
    const check = checkOf(column, kind);
    return check ? [{ column, check }] : [];
  });
  if (checks.length === 0) return [];
  const calls = checks.map(
    ({ column, check }) =>
      `    CALL ${check}('${column}', ${isUpdate ? `OLD.${column}` : 'NULL'}, NEW.${column});`,
  );
  const all = checks.map(({ column }) => `NEW.${column}`).join(', ');
  return [
    `  IF is_bad_name(CONCAT_WS(_utf8mb4 X'EFBFBF', ${all})) THEN`,
    ...calls,
    '  END IF;',
    ...(named
      ? [`  IF NEW.${named} = '' THEN`, `    CALL check_text('${named}', NEW.${named});`, '  END IF;']
      : []),
  ];
}

function trigger(name: string, when: string, table: string, body: readonly string[]): Trigger {
  const text = [`CREATE TRIGGER ${name} ${when} ON ${table} FOR EACH ROW`, 'BEGIN', ...body, 'END'].join(
    '\n',
  );
  return { name, text };
}

interface Trigger {
  readonly name: string;
  readonly text: string;
}

function guardsOf(guarded: Guarded): Trigger[] {
  const { table, hasChosenId } = guarded;
  const isPeoples = guarded.writers === 'people';
  const insert = [
    ...(isPeoples ? [conversions, session] : []),
    ...(table === 'audit_log' ? [logged] : hasChosenId ? [chosen] : []),
    ...values(guarded, false),
    // The trigger of cards looks the names up and stores them as their tables have them.
    ...(isPeoples && table !== 'queues' ? names(guarded, false) : []),
    ...stamp(table, false),
  ];
  const sameId = `  IF NEW.id <> OLD.id THEN
    CALL check_id(NULL);
  END IF;`;
  const update = [
    conversions,
    session,
    ...(hasChosenId ? [sameId] : []),
    ...values(guarded, true),
    ...names(guarded, true),
    ...stamp(table, true),
  ];
  // SET insert_id = 0 looks as if it was not set, but works on MySQL: only the row shows it.
  const zero = `  IF NEW.id = 0 THEN
    CALL check_id(NULL);
  END IF;`;
  return [
    trigger(`${table}_before_insert_50_guard`, 'BEFORE INSERT', table, insert),
    ...(hasChosenId ? [trigger(`${table}_after_insert_50_guard`, 'AFTER INSERT', table, [zero])] : []),
    // A move is an UPDATE of queues; its trigger checks all of this without a look at the session.
    ...(isPeoples && table !== 'queues'
      ? [trigger(`${table}_before_update_50_guard`, 'BEFORE UPDATE', table, update)]
      : []),
    ...(guarded.isReferenced
      ? [trigger(`${table}_before_delete_50_guard`, 'BEFORE DELETE', table, [session])]
      : []),
  ];
}

/** Every guard, for the migrator: name and text. */
export const guards: readonly Trigger[] = guardedTables.flatMap(guardsOf);
