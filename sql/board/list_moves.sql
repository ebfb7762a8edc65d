-- May it go there? Tries to move the card of an item to each queue of its stream and takes that back at once (try_move), so that
-- the answer is what a move would meet now, by the rules of the triggers and for who asks (@kanban_actor, @kanban_fast_track).
-- Returns a row per queue in flow order: is_here; refused and sentence: NULL if it may.
--
-- Each try is a transaction: it holds its locks for the time of one move, and uses up ids of the log.
CREATE PROCEDURE list_moves(IN p_reference VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_stream, v_from, v_to VARCHAR(64);
  DECLARE v_refused INT;
  DECLARE v_sentence VARCHAR(255);
  DECLARE v_answers LONGTEXT DEFAULT '[]';
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE queues_in_order CURSOR FOR SELECT queue_name FROM wip_limits WHERE value_stream = v_stream ORDER BY position;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  CALL check_no_transaction();
  SELECT MAX(w.id), MAX(w.value_stream), MAX(q.queue_name) INTO v_item_id, v_stream, v_from
  FROM work_items w LEFT JOIN queues q ON q.reference = w.reference WHERE w.reference = p_reference;
  IF v_item_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', COALESCE(QUOTE(p_reference), 'NULL')));
  END IF;

  OPEN queues_in_order;
  each_queue: LOOP
    FETCH queues_in_order INTO v_to;
    IF v_is_over THEN
      LEAVE each_queue;
    END IF;
    SET v_refused = NULL, v_sentence = NULL;
    IF NOT (v_from <=> v_to) THEN
      CALL try_move(p_reference, v_from, v_to, v_refused, v_sentence);
    END IF;
    SET v_answers = JSON_ARRAY_APPEND(v_answers, '$', JSON_ARRAY(v_to, v_refused, v_sentence));
  END LOOP;
  CLOSE queues_in_order;

  SELECT l.queue_name, l.kind, l.queue_name <=> v_from AS is_here, a.refused, a.sentence
  FROM JSON_TABLE(v_answers, '$[*]' COLUMNS (
      queue_name VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[0]',
      refused INT PATH '$[1]',
      sentence VARCHAR(255) CHARACTER SET utf8mb4 PATH '$[2]')) a
  JOIN wip_limits l ON l.value_stream = v_stream AND l.queue_name = a.queue_name COLLATE utf8mb4_bin
  ORDER BY l.position;
END
