-- The correct hash of each row of the log, computed from the row and the hash of the item's previous row. Rows from before logins
-- were stored have two values less; a row that loses its login has another text, so its chain breaks.
CREATE VIEW audit_log_chain AS
SELECT
  id, value_stream_id, item_id, reference, chain_hash,
  UNHEX(SHA2(CONCAT_WS(',', COALESCE(HEX(hash_before), ''), content), 256)) AS expected_hash
FROM (
  SELECT
    id, value_stream_id, item_id, reference, chain_hash,
    LAG(chain_hash) OVER (PARTITION BY value_stream_id, item_id ORDER BY id) AS hash_before,
    CONCAT_WS(',', QUOTE(occurred_at), QUOTE(reference), QUOTE(from_queue), QUOTE(to_queue), value_stream_id, item_id,
      QUOTE(from_queue_id), QUOTE(to_queue_id), QUOTE(actor), QUOTE(reason), QUOTE(source), QUOTE(rule_notes),
      IF(login IS NULL, NULL, CONCAT(QUOTE(login), ',', QUOTE(batch_id)))) AS content
  FROM audit_log
) a
