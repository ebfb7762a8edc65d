-- Transactions of this server that have been open for p_seconds or longer and hold locks, oldest first. Callers need no PROCESS,
-- because it runs as the administrator who migrated. A connection of NULL means a transaction prepared by XA whose client is
-- gone; its name is in XA RECOVER, which no routine can read.
CREATE PROCEDURE list_open_transactions(IN p_seconds INT UNSIGNED)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  -- InnoDB reports the server's local time.
  DECLARE v_now DATETIME DEFAULT CONVERT_TZ(clock_utc(), '+00:00', 'SYSTEM');

  SELECT NULLIF(t.trx_mysql_thread_id, 0) AS connection_id, p.user AS login,
         p.db AS database_name, p.db <=> DATABASE() AS is_own,
         TIMESTAMPDIFF(SECOND, t.trx_started, v_now) AS seconds, t.trx_rows_locked AS rows_locked
  -- As in find_dead_bulk: MySQL's information_schema fails while a statement with an emoji runs.
  FROM information_schema.innodb_trx t
  LEFT JOIN /*M! information_schema */ /*!80000 performance_schema */ .processlist p ON p.id = t.trx_mysql_thread_id
  WHERE COALESCE(TIMESTAMPDIFF(SECOND, t.trx_started, v_now), p_seconds) >= p_seconds
    AND (t.trx_rows_locked > 0 OR t.trx_rows_modified > 0 OR t.trx_mysql_thread_id = 0)
    AND t.trx_mysql_thread_id <> CONNECTION_ID()
  ORDER BY t.trx_started;
END
