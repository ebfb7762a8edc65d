-- The number of cards that next_aged_card would return one after the other.
CREATE FUNCTION count_aged_cards(
  p_stream VARCHAR(64), p_queue VARCHAR(64), p_before DATETIME(6), p_without_defects BOOLEAN) RETURNS INT
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_cards INT;
  DECLARE v_is_imported BOOLEAN DEFAULT EXISTS (SELECT 1 FROM import_batches WHERE recorded_at >= p_before);

  SELECT COUNT(*) INTO v_cards
  FROM queues q FORCE INDEX (queues_queue)
  WHERE q.value_stream = p_stream AND q.queue_name = p_queue AND q.moved_at < p_before
    AND q.bulk_session IS NULL
    AND DAYOFMONTH(q.moved_at) <= DAYOFMONTH(LAST_DAY(q.moved_at))
    AND NOT is_kept_from_ageing(q.item_id, q.reference, p_without_defects, IF(v_is_imported, p_before, NULL));
  RETURN v_cards;
END
