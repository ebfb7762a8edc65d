-- The current instant by the server's clock, in UTC. No session variable changes it: UTC_TIMESTAMP() follows SET timestamp, and
-- SYSDATE() is in the session's zone, whose offset is ambiguous in the hour that a clock change repeats. Test boards replace it
-- (packages/schema/src/testing/pretended-clock.ts).
CREATE FUNCTION clock_utc() RETURNS DATETIME(6)
  NOT DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  IF @@time_zone = '+00:00' THEN
    RETURN SYSDATE(6);
  END IF;
  BEGIN
    DECLARE v_zone VARCHAR(64) DEFAULT @@time_zone;
    DECLARE v_now DATETIME(6);

    SET time_zone = '+00:00';
    SET v_now = SYSDATE(6);
    SET time_zone = v_zone;
    RETURN v_now;
  END;
END
