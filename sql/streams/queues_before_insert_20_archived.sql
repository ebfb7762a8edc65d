-- After queues_before_insert_10_look_up, which finds the stream of the card. Only entries: cards in an archived stream can still
-- move.
CREATE TRIGGER queues_before_insert_20_archived BEFORE INSERT ON queues FOR EACH ROW
BEGIN
  DECLARE v_archived INT;

  SELECT COUNT(*) INTO v_archived FROM value_streams WHERE name = NEW.value_stream AND archived_at IS NOT NULL LOCK IN SHARE MODE;
  IF v_archived > 0 THEN
    CALL refuse(9128, 'STREAM_ARCHIVED', CONCAT(LEFT(NEW.value_stream, 32), ' is archived: nothing enters it; set archived_at to NULL first'));
  END IF;
END
