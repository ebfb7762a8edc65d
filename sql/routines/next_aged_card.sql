-- The next card of a queue that has been there since before an instant, behind the one given; NULL when there is none. Not
-- those a defect was reported against, where p_without_defects, nor those of bulk work that has not ended.
CREATE PROCEDURE next_aged_card(
  IN p_stream VARCHAR(64), IN p_queue VARCHAR(64), IN p_before DATETIME(6), IN p_without_defects BOOLEAN,
  INOUT p_since DATETIME(6), INOUT p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_since DATETIME(6) DEFAULT p_since;
  DECLARE v_reference VARCHAR(64) DEFAULT p_reference;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET p_reference = NULL;

  SELECT q.moved_at, q.reference INTO p_since, p_reference
  FROM queues q
  WHERE q.value_stream = p_stream AND q.queue_name = p_queue AND q.moved_at < p_before AND q.moved_at >= v_since
    AND (q.moved_at > v_since OR q.reference > v_reference)
    AND q.bulk_session IS NULL
    AND NOT (p_without_defects
             AND EXISTS (SELECT 1 FROM work_items d WHERE d.defect_of = q.reference AND d.deleted_at IS NULL))
  ORDER BY q.value_stream, q.queue_name, q.moved_at, q.reference LIMIT 1;
END
