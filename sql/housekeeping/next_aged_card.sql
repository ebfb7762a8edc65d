-- The next card after the given one that has been in its queue since before an instant; NULL if there is none. Skips cards that
-- is_kept_from_ageing names, and dates that do not exist (2026-02-30, from before the check), which would stop the work for all
-- others.
--
-- The cost is that of the skipped cards, wherever in the queue the search begins. Stream and queue are ranges instead of
-- equalities, and the index is named, because otherwise the servers may read the queue from its first card.
CREATE PROCEDURE next_aged_card(
  IN p_stream VARCHAR(64), IN p_queue VARCHAR(64), IN p_before DATETIME(6), IN p_without_defects BOOLEAN,
  INOUT p_since DATETIME(6), INOUT p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_since DATETIME(6) DEFAULT p_since;
  DECLARE v_reference VARCHAR(64) DEFAULT p_reference;
  DECLARE v_is_imported BOOLEAN DEFAULT EXISTS (SELECT 1 FROM import_batches WHERE recorded_at >= p_before);
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET p_reference = NULL;

  SELECT q.moved_at, q.reference INTO p_since, p_reference
  FROM queues q FORCE INDEX (queues_queue)
  WHERE q.value_stream >= p_stream AND q.value_stream <= p_stream AND q.queue_name >= p_queue AND q.queue_name <= p_queue
    AND q.moved_at >= v_since AND q.moved_at < p_before
    AND (q.moved_at > v_since OR q.moved_at = v_since AND q.reference > v_reference)
    AND q.bulk_session IS NULL
    AND DAYOFMONTH(q.moved_at) <= DAYOFMONTH(LAST_DAY(q.moved_at))
    AND NOT is_kept_from_ageing(q.item_id, q.reference, p_without_defects, IF(v_is_imported, p_before, NULL))
  ORDER BY q.value_stream, q.queue_name, q.moved_at, q.reference LIMIT 1;
END
