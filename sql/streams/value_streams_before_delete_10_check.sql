CREATE TRIGGER value_streams_before_delete_10_check BEFORE DELETE ON value_streams FOR EACH ROW
BEGIN
  DECLARE v_queues INT;

  IF OLD.name = 'main' THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'main stays: what names no stream goes there');
  END IF;
  SELECT COUNT(*) INTO v_queues FROM wip_limits WHERE value_stream = OLD.name LOCK IN SHARE MODE;
  IF v_queues > 0 THEN
    CALL refuse(9105, 'QUEUE_NOT_EMPTY', CONCAT(LEFT(OLD.name, 32), ' has ', v_queues, ' queues; remove them first, or archive it'));
  END IF;
END
