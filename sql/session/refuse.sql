-- Ends the statement with a coded refusal. MESSAGE_TEXT holds 128 characters, so the code and the advice come first. A sentence
-- of NULL, which no caller should pass, still refuses with the code.
CREATE PROCEDURE refuse(IN p_errno INT, IN p_code VARCHAR(40), IN p_sentence TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_message VARCHAR(128) CHARACTER SET utf8mb4 DEFAULT LEFT(CONCAT_WS(': ', CONCAT('KANBAN_', p_code), p_sentence), 128);
  SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = p_errno, MESSAGE_TEXT = v_message;
END
