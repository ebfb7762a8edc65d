type Row = 'NEW' | 'OLD';

interface Changing {
  /** The ids of the streams that a row belongs to, as SQL. One that a snapshot does not show is NULL, which is every stream. */
  readonly streams: (row: Row) => readonly string[];
  /** The column that says so, where an update may change it: then it is a change of both streams. */
  readonly by?: string;
}

const ofItem: Changing = {
  streams: (row) => [
    `(SELECT s.value_stream_id FROM work_items w STRAIGHT_JOIN item_state s ON s.item_id = w.id WHERE w.reference = ${row}.reference)`,
  ],
  by: 'reference',
};
const ofStream: Changing = {
  streams: (row) => [`(SELECT id FROM value_streams WHERE name = ${row}.value_stream)`],
  by: 'value_stream',
};
const ofEvery: Changing = { streams: () => ['0'] };
const streamOf = (itemId: string) => `(SELECT value_stream_id FROM item_state WHERE item_id = ${itemId})`;

/**
 * The tables whose changes are counted in `stream_changes`. Moves and places count in `queue_state.moves` instead.
 * `stream-changes.db.test.ts` compares the list with information_schema. Plain reads: nobody waits for who edits something else.
 */
export const changingTables: Readonly<Record<string, Changing>> = {
  annotations: ofStream,
  attachments: ofItem,
  blocked_intervals: { streams: (row) => [`${row}.value_stream_id`], by: 'value_stream_id' },
  checklist_items: ofItem,
  comments: ofItem,
  dependencies: { streams: (row) => [streamOf(`${row}.item_id`), streamOf(`${row}.depends_on_id`)] },
  holidays: ofStream,
  members: ofEvery,
  person_limits: ofStream,
  settings: ofStream,
  sla_objectives: ofStream,
  sla_policies: ofStream,
  stream_managers: ofStream,
  transitions: ofStream,
  value_streams: { streams: (row) => [row === 'NEW' ? 'NEW.id' : '0'] },
  wip_limits: ofStream,
  work_items: ofStream,
  working_hours: ofStream,
};

/** No state is known during bulk work, and its end counts as a change of all streams: imports are spared a count for each row. */
const NOT_IN_BULK = '  IF @kanban_bulk IS NULL OR NOT is_bulk() THEN';

const indented = (line: string) => `  ${line}`;
const note = (stream: string) => `  CALL note_change(${stream});`;

function triggersOf([table, { streams, by }]: [string, Changing]) {
  const noted = { new: streams('NEW').map(note), old: streams('OLD').map(note) };
  const left = by ? [`  IF NOT (NEW.${by} <=> OLD.${by}) THEN`, ...noted.old.map(indented), '  END IF;'] : [];
  const events = { insert: noted.new, update: [...noted.new, ...left], delete: noted.old };
  return Object.entries(events).map(([event, lines]) => {
    const name = `${table}_after_${event}_80_change`;
    const head = `CREATE TRIGGER ${name} AFTER ${event.toUpperCase()} ON ${table} FOR EACH ROW`;
    return {
      name,
      text: [head, 'BEGIN', NOT_IN_BULK, ...lines.map(indented), '  END IF;', 'END'].join('\n'),
    };
  });
}

/** Every trigger that counts a change of a stream, for the migrator: name and text. */
export const changeTriggers = Object.entries(changingTables).flatMap(triggersOf);
