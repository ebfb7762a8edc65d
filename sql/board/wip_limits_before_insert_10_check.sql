CREATE TRIGGER wip_limits_before_insert_10_check BEFORE INSERT ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_last INT UNSIGNED DEFAULT (SELECT MAX(position) FROM wip_limits WHERE value_stream = NEW.value_stream);
  DECLARE v_name VARCHAR(64) DEFAULT LOWER(REPLACE(REPLACE(NEW.queue_name, '_', ' '), '-', ' '));

  CALL check_wip_limit(NEW.wip_limit);
  IF NEW.position IS NULL THEN
    SET NEW.position = COALESCE(v_last, 0) + 1;
  END IF;
  IF NEW.kind IS NULL THEN
    SET NEW.kind = CASE
      WHEN v_name IN ('backlog', 'ideas', 'inbox', 'new', 'to do', 'todo', 'open', 'requested', 'options') THEN 'backlog'
      WHEN v_name IN ('drop', 'dropped', 'cancelled', 'canceled', 'rejected', 'abandoned', 'discarded', 'wont do', 'won''t do')
        THEN 'dropped'
      WHEN v_name IN ('production', 'prod', 'live', 'released', 'deployed', 'delivered', 'done', 'resolved') THEN 'delivered'
      WHEN v_name IN ('completed', 'complete', 'closed', 'archived', 'archive') THEN 'completed'
      WHEN v_name IN ('selected', 'committed', 'next') OR v_name LIKE 'ready%' OR v_name LIKE 'waiting%' OR v_name LIKE '% done'
        THEN 'buffer'
      WHEN v_last IS NULL THEN 'backlog'
      ELSE 'active'
    END;
  END IF;
END
