-- What item_spells must hold, from audit_log alone. Rows that begin and end spells take turns, so the end of one is the next such row.
CREATE VIEW replay_5_item_spells AS
SELECT
  item_id, begin_audit_id, value_stream_id, begin_at, committed_at,
  IF(is_ended, begin_audit_id, next_id) AS end_audit_id,
  IF(is_ended, begin_at, next_at) AS end_at,
  IF(is_ended, outcome, next_outcome) AS end_kind
FROM (
  SELECT
    item_id, id AS begin_audit_id, value_stream_id, occurred_at AS begin_at, committed_at, is_begun, is_ended, outcome,
    LEAD(id) OVER item AS next_id,
    LEAD(occurred_at) OVER item AS next_at,
    LEAD(outcome) OVER item AS next_outcome
  FROM (
    SELECT
      item_id, id, value_stream_id, occurred_at, committed_at, is_begun, is_ended,
      IF(to_queue_id IS NULL, 'removed', IF(is_finished, 'finished', 'dropped')) AS outcome
    FROM replay_1_steps
    WHERE is_begun OR is_ended
  ) turns
  WINDOW item AS (PARTITION BY value_stream_id, item_id ORDER BY id)
) spells
WHERE is_begun
