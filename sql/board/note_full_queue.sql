-- Refuses an entry into a full queue. If the stream does not enforce limits, notes it and writes queue.overloaded.
CREATE PROCEDURE note_full_queue(
  IN p_queue VARCHAR(64), IN p_queue_id INT UNSIGNED, IN p_wip INT, IN p_limit INT, IN p_is_enforced BOOLEAN,
  IN p_reference VARCHAR(64), INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  IF p_is_enforced THEN
    CALL refuse(9101, 'QUEUE_FULL', CONCAT(p_queue, ' holds ', p_wip, ' of ', p_limit,
      '; wait for a free slot or raise its WIP limit'));
  END IF;
  SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'over_limit');
  CALL write_queue_event('queue.overloaded', p_queue_id, p_reference);
END
