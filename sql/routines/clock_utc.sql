-- The time by the server's clock, whatever the session has SET timestamp to: what leases and the life of sessions go by.
CREATE FUNCTION clock_utc() RETURNS DATETIME(6)
  NOT DETERMINISTIC NO SQL SQL SECURITY DEFINER
  RETURN SYSDATE(6) - INTERVAL TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW()) SECOND
