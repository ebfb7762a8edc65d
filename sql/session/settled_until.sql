-- Nothing dated before this instant can still be committed: the start of the oldest transaction that writes, by this server, or three
-- seconds ago. Where it cannot tell (without PROCESS, by a failing read, on a replica, in a cluster, where others write too): 15 minutes ago.
CREATE FUNCTION settled_until() RETURNS DATETIME(6)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_now DATETIME(6) DEFAULT clock_utc();
  DECLARE v_oldest DATETIME;
  DECLARE v_own INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION RETURN v_now - INTERVAL 15 MINUTE;

  IF CAST(@@read_only AS CHAR) NOT IN ('0', 'OFF') /*M!100400 OR @@wsrep_on */ THEN
    RETURN v_now - INTERVAL 15 MINUTE;
  END IF;
  -- InnoDB repeats an old list while somebody reads it more often than ten times a second. So the transaction that this read begins
  -- must be in it, begun just now. It says when in the server's local time, in whole seconds. The next read has that list or a newer
  -- one; as one statement with a derived table MariaDB refuses it when it runs again (1140).
  SELECT COUNT(*) INTO v_own FROM schema_lock;
  SELECT COUNT(*) INTO v_own FROM information_schema.innodb_trx
  WHERE trx_mysql_thread_id = CONNECTION_ID() AND CONVERT_TZ(trx_started, 'SYSTEM', '+00:00') > v_now - INTERVAL 2 SECOND;
  IF v_own = 0 THEN
    RETURN v_now - INTERVAL 15 MINUTE;
  END IF;
  SELECT MIN(CONVERT_TZ(trx_started, 'SYSTEM', '+00:00')) INTO v_oldest FROM information_schema.innodb_trx
  WHERE trx_mysql_thread_id <> CONNECTION_ID() AND (trx_rows_locked > 0 OR trx_rows_modified > 0 OR trx_mysql_thread_id = 0);
  RETURN LEAST(v_now - INTERVAL 3 SECOND, COALESCE(v_oldest, v_now));
END
