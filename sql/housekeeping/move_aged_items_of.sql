-- One stream of move_aged_items. Reads the queues by index, oldest card first, and continues after cards that it could not move.
-- It keeps the last key instead of a cursor, which would not survive the commits. p_to NULL: only counts.
CREATE PROCEDURE move_aged_items_of(
  IN p_stream VARCHAR(64), IN p_days INT, IN p_from_kind VARCHAR(16), IN p_to VARCHAR(64),
  OUT p_moved INT, OUT p_skipped INT, OUT p_left INT, OUT p_result VARCHAR(8), OUT p_note TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_before DATETIME(6) DEFAULT clock_utc() - INTERVAL p_days DAY;
  DECLARE v_position BIGINT DEFAULT -1;
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_queue, v_reference VARCHAR(64);
  DECLARE v_since DATETIME(6);
  DECLARE v_topic VARCHAR(64);
  DECLARE v_reason VARCHAR(255);
  DECLARE v_more, v_error TEXT;

  SET p_moved = 0, p_skipped = 0, p_left = 0, p_result = NULL, p_note = NULL;
  each_queue: LOOP
    SELECT MIN(position) INTO v_position
    FROM wip_limits WHERE value_stream = p_stream AND kind = p_from_kind AND position > v_position;
    IF v_position IS NULL OR p_result = 'lost' THEN
      LEAVE each_queue;
    END IF;
    SELECT MAX(id), MAX(queue_name) INTO v_queue_id, v_queue FROM wip_limits WHERE value_stream = p_stream AND position = v_position;
    IF p_to IS NULL THEN
      SET p_left = p_left + count_aged_cards(p_stream, v_queue, v_before, p_from_kind = 'delivered');
      ITERATE each_queue;
    END IF;
    SET v_since = '1000-01-01', v_reference = '';
    each_card: LOOP
      CALL next_aged_card(p_stream, v_queue, v_before, p_from_kind = 'delivered', v_since, v_reference);
      IF v_reference IS NULL THEN
        LEAVE each_card;
      END IF;
      SET v_reason = CONCAT('in ', v_queue, ' since ', DATE(v_since), ', longer than ', p_days, ' days',
        IF(p_from_kind = 'delivered', ', without a defect', ''));
      IF p_from_kind = 'backlog' THEN
        SET v_topic = 'work_item.dropped_as_stale';
        SET v_more = JSON_OBJECT('from_queue', v_queue, 'since', DATE_FORMAT(v_since, '%Y-%m-%dT%H:%i:%s.%fZ'),
          'stale_backlog_days', p_days + 0, 'notify_email', address_of_logger(v_reference));
      END IF;
      CALL move_by_housekeeping(v_reference, v_queue_id, p_to, v_before, v_reason, v_topic, v_more, p_result, v_error);
      IF p_result = 'moved' THEN
        SET p_moved = p_moved + 1;
      ELSEIF p_result = 'skipped' THEN
        SET p_skipped = p_skipped + 1, p_note = COALESCE(p_note, CONCAT(v_reference, ': ', v_error));
      ELSEIF p_result = 'lost' THEN
        SET p_note = 'stopped: it took so long that another runner has the lease';
        LEAVE each_card;
      END IF;
    END LOOP;
  END LOOP;
END
