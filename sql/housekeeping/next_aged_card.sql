-- The next card of a queue that has been there since before an instant, behind the one given; NULL when there is none. Not those
-- that is_kept_from_ageing names, nor one whose date no calendar has (2026-02-30, from before such were refused): to read it
-- would end the work of all others.
--
-- Costs the cards it passes over, wherever in the queue it begins. Stream and queue are bounds and no equalities, or the servers
-- may look both up and then read the queue from its first card on; the index is named for the same reason.
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
