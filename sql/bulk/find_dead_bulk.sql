-- The next bulk session after p_id whose connection is gone, or NULL. Each server knows only its own connections, and needs
-- PROCESS to see all; a session of another node counts as lost after a day. A restart may reuse a connection id: then
-- @kanban_bulk differs or the session is older.
CREATE PROCEDURE find_dead_bulk(INOUT p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_sees_all BOOLEAN;
  DECLARE v_uptime BIGINT;
  DECLARE v_server_started_at DATETIME;
  DECLARE v_here VARCHAR(288) DEFAULT CONCAT(@@hostname, ':', @@port);

  SELECT COUNT(*) INTO v_sees_all FROM information_schema.user_privileges
  WHERE privilege_type = 'PROCESS' AND grantee = CONCAT('''', LEFT(CURRENT_USER(), CHAR_LENGTH(CURRENT_USER())
    - CHAR_LENGTH(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)) - 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''');
  -- Each server has another table for this: MariaDB executes one comment, MySQL the other. MySQL's own information_schema
  -- cannot list connections while one of them runs a statement with an emoji (3854).
  SELECT CAST(CAST(MAX(variable_value) AS UNSIGNED) AS SIGNED) INTO v_uptime
  FROM /*M! information_schema */ /*!80000 performance_schema */ .global_status WHERE variable_name = 'Uptime';
  -- Reckoned by the session's time, negative where that is in the past: so is this.
  SET v_server_started_at = UTC_TIMESTAMP() - INTERVAL v_uptime SECOND;

  SELECT MIN(id) INTO p_id FROM bulk_sessions s
  WHERE id > p_id
    AND CASE
      WHEN COALESCE(node, v_here) <> v_here THEN started_at < clock_utc() - INTERVAL 1 DAY
      WHEN connection_id = CONNECTION_ID() THEN NOT (id <=> @kanban_bulk)
      WHEN NOT v_sees_all THEN FALSE
      /*!80000 WHEN NOT @@performance_schema THEN FALSE */
      WHEN started_at < v_server_started_at - INTERVAL 5 SECOND THEN TRUE
      ELSE NOT EXISTS (SELECT 1 FROM /*M! information_schema */ /*!80000 performance_schema */ .processlist p WHERE p.id = s.connection_id)
    END;
END
