-- Moves a card (p_from NULL: puts it on the board) and takes that back, whatever came of it. p_refused: the number of the refusal,
-- NULL if there was none. Any other error is an error of the caller's, too.
CREATE PROCEDURE try_move(
  IN p_reference VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64), OUT p_refused INT, OUT p_sentence VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  DECLARE EXIT HANDLER FOR SQLSTATE '45000'
  BEGIN
    GET DIAGNOSTICS CONDITION 1 p_refused = MYSQL_ERRNO, p_sentence = MESSAGE_TEXT;
    ROLLBACK;
  END;

  START TRANSACTION;
  IF p_from IS NULL THEN
    INSERT INTO queues (reference, queue_name) VALUES (p_reference, p_to);
  ELSE
    UPDATE queues SET queue_name = p_to WHERE reference = p_reference;
  END IF;
  ROLLBACK;
END
