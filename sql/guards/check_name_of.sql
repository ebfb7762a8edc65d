-- Checks a column that names a stream, queue, item or member. A bad name passes if such a thing exists, byte for byte: it is
-- older than the check. (Names that the collation treats as equal differ only in length.)
CREATE PROCEDURE check_name_of(IN p_column VARCHAR(64), IN p_old TEXT, IN p_new TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF is_bad_name(p_new) AND NOT CASE p_column
    WHEN 'value_stream' THEN EXISTS (SELECT 1 FROM value_streams WHERE name = p_new AND LENGTH(name) = LENGTH(p_new))
    WHEN 'queue_name' THEN EXISTS (SELECT 1 FROM wip_limits WHERE queue_name = p_new AND LENGTH(queue_name) = LENGTH(p_new))
    WHEN 'from_queue' THEN EXISTS (SELECT 1 FROM wip_limits WHERE queue_name = p_new AND LENGTH(queue_name) = LENGTH(p_new))
    WHEN 'to_queue' THEN EXISTS (SELECT 1 FROM wip_limits WHERE queue_name = p_new AND LENGTH(queue_name) = LENGTH(p_new))
    WHEN 'member' THEN EXISTS (SELECT 1 FROM members WHERE name = p_new AND LENGTH(name) = LENGTH(p_new))
    ELSE EXISTS (SELECT 1 FROM work_items WHERE reference = p_new AND LENGTH(reference) = LENGTH(p_new))
  END THEN
    CALL check_name(p_column, p_old, p_new);
  END IF;
END
