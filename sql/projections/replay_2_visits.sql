-- What visits must hold, from audit_log alone.
CREATE VIEW replay_2_visits AS
SELECT entry_audit_id, item_id, value_stream_id, queue_id, entered_at, left_at
FROM (
  SELECT
    id AS entry_audit_id, item_id, value_stream_id, to_queue_id AS queue_id, occurred_at AS entered_at,
    LEAD(occurred_at) OVER (PARTITION BY value_stream_id, item_id ORDER BY id) AS left_at
  FROM audit_log
) v
WHERE queue_id IS NOT NULL
