-- The last row of audit_log that an import brought to a stream after the row p_since; NULL: none. Reads of each later import only the
-- rows of this stream.
CREATE FUNCTION last_imported_id(p_stream_id INT UNSIGNED, p_since BIGINT UNSIGNED) RETURNS BIGINT UNSIGNED
  READS SQL DATA SQL SECURITY DEFINER
  RETURN (
    SELECT MAX(b.last_audit_id) FROM import_batches b
    WHERE b.last_audit_id > p_since AND b.recorded_at IS NOT NULL AND EXISTS (
      SELECT 1 FROM audit_log a FORCE INDEX (audit_log_stream)
      WHERE a.value_stream_id = p_stream_id AND a.id > b.first_audit_id AND a.id <= b.last_audit_id AND a.batch_id = b.id))
