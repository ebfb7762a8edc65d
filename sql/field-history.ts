import { textColumns } from './text-columns.ts';

/** Columns of `work_items` without text; those with text are in text-columns.ts. */
const otherColumns = ['priority', 'date_due', 'date_logged', 'deleted_at'];

/** A block appears as `blocked`, with the reasons as values. */
const fieldOf = (column: string) => (column === 'blocked_reason' ? 'blocked' : column);

const texts = Object.keys(textColumns.work_items ?? {}).filter((column) => column !== 'reference');

/**
 * The columns of `work_items` whose changes `field_history` records: all except its id, its reference and the stamps.
 */
const keptColumns: readonly string[] = [...texts, ...otherColumns];

/** Texts are compared byte by byte, because the collation ignores trailing blanks. */
function isChanged(column: string): string {
  return texts.includes(column)
    ? `NOT (CAST(NEW.${column} AS BINARY) <=> CAST(OLD.${column} AS BINARY))`
    : `NOT (NEW.${column} <=> OLD.${column})`;
}

const onUpdate = keptColumns.map(
  (column) => `  IF ${isChanged(column)} THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, '${fieldOf(column)}', OLD.${column}, NEW.${column});
  END IF;`,
);

const onDelete = keptColumns.map(
  (column) =>
    `  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, '${fieldOf(column)}', OLD.${column});`,
);

/**
 * The triggers that record changes of fields, for the migrator: name and text. A deletion writes a row for each field
 * with a value, after the checks of work_items_before_delete_10_cascade. Items that wait for the deleted one lose that
 * by the foreign key, which fires no trigger. An item that is taken out of the log leaves nothing.
 */
export const fieldHistoryTriggers = [
  {
    name: 'work_items_after_update_40_history',
    text: `CREATE TRIGGER work_items_after_update_40_history AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
${onUpdate.join('\n')}
END`,
  },
  {
    name: 'work_items_before_delete_60_history',
    text: `CREATE TRIGGER work_items_before_delete_60_history BEFORE DELETE ON work_items FOR EACH ROW
deleting: BEGIN
  IF is_being_removed(OLD.id) THEN
    LEAVE deleting;
  END IF;
${onDelete.join('\n')}
  INSERT INTO field_history (occurred_at, value_stream_id, item_id, reference, field, old_value, actor, login, reason, source)
  SELECT clock_utc(), v.id, w.id, w.reference, 'dependency', w.dependency, current_actor(), current_login(),
    LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255), current_source()
  FROM work_items w JOIN value_streams v ON v.name = w.value_stream WHERE w.dependency = OLD.reference AND w.id <> OLD.id;
END`,
  },
];
