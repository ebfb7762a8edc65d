-- The next card of a queue that has been there since before an instant, behind the one given; NULL when there is none. Not
-- those that an import brought since then, however long they had been there, nor those a defect was reported against, where p_without_defects, nor those of bulk work that has not ended, nor one whose date
-- no calendar has (2026-02-30, from before such were refused): to read it would end the work of all others.
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
  FROM queues q
  WHERE q.value_stream = p_stream AND q.queue_name = p_queue AND q.moved_at < p_before AND q.moved_at >= v_since
    AND (q.moved_at > v_since OR q.reference > v_reference)
    AND q.bulk_session IS NULL
    AND DAYOFMONTH(q.moved_at) <= DAYOFMONTH(LAST_DAY(q.moved_at))
    AND NOT (p_without_defects
             AND EXISTS (SELECT 1 FROM work_items d WHERE d.defect_of = q.reference AND d.deleted_at IS NULL))
    AND NOT (v_is_imported AND COALESCE(item_recorded_at(q.item_id) >= p_before, FALSE))
  ORDER BY q.value_stream, q.queue_name, q.moved_at, q.reference LIMIT 1;
END
