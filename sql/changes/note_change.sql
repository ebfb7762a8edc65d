-- Counts one change of a stream, for who asks whether anything changed; NULL or 0: of no single stream. Every connection has a row of
-- its own, and servers of a cluster have other ones: nobody waits here for another transaction.
CREATE PROCEDURE note_change(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO stream_changes (value_stream_id, writer, changes, changed_at)
  VALUES (COALESCE(p_stream_id, 0), CRC32(CONCAT(@@hostname, ':', @@port)) << 32 | CONNECTION_ID() & 4294967295, 1, clock_utc())
  ON DUPLICATE KEY UPDATE changes = changes + 1, changed_at = VALUES(changed_at);
END
