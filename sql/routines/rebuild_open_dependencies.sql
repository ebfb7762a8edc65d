-- Counts again what the items of a stream wait for, and those of other streams that wait for items of this one. In an upgrade
-- an item of a stream that is not rebuilt yet has no row in item_state: open, until that stream's turn.
CREATE PROCEDURE rebuild_open_dependencies(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  UPDATE item_state s
  LEFT JOIN (
    SELECT d.item_id, SUM(b.is_finished IS NOT TRUE) AS open_dependencies
    FROM dependencies d LEFT JOIN item_state b ON b.item_id = d.depends_on_id GROUP BY d.item_id
  ) counted ON counted.item_id = s.item_id
  SET s.open_dependencies = COALESCE(counted.open_dependencies, 0)
  WHERE s.open_dependencies <> COALESCE(counted.open_dependencies, 0)
    AND (s.value_stream_id = p_stream_id
         OR s.item_id IN (SELECT d.item_id FROM dependencies d JOIN work_items w ON w.id = d.depends_on_id
                          JOIN value_streams v ON v.name = w.value_stream WHERE v.id = p_stream_id));
END
