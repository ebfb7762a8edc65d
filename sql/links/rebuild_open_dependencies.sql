-- Computes the links of a stream's items and their open dependencies again, also for linked items of other streams. Part of
-- rebuild_projections, which holds lock_links and the rows of item_state of all these items.
CREATE PROCEDURE rebuild_open_dependencies(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DELETE l FROM item_links l JOIN item_state s ON s.item_id = l.item_id WHERE s.value_stream_id = p_stream_id;
  INSERT INTO item_links (kind, to_id, item_id)
  SELECT 'dependency', d.depends_on_id, d.item_id FROM dependencies d JOIN item_state s ON s.item_id = d.item_id
  WHERE s.value_stream_id = p_stream_id;
  INSERT INTO item_links (kind, to_id, item_id)
  SELECT 'parent', p.id, w.id FROM work_items w JOIN work_items p ON p.reference = w.parent JOIN item_state s ON s.item_id = w.id
  WHERE s.value_stream_id = p_stream_id;

  UPDATE item_state s
  LEFT JOIN (
    SELECT d.item_id, SUM(NOT b.is_finished) AS links
    FROM dependencies d JOIN item_state b ON b.item_id = d.depends_on_id GROUP BY d.item_id
  ) unfinished ON unfinished.item_id = s.item_id
  LEFT JOIN (SELECT depends_on_id, COUNT(*) AS links FROM dependencies GROUP BY depends_on_id) waiting ON waiting.depends_on_id = s.item_id
  SET s.open_dependencies = COALESCE(unfinished.links, 0), s.dependents = COALESCE(waiting.links, 0)
  WHERE (s.open_dependencies <> COALESCE(unfinished.links, 0) OR s.dependents <> COALESCE(waiting.links, 0))
    AND (s.value_stream_id = p_stream_id OR unfinished.item_id IS NOT NULL OR waiting.depends_on_id IS NOT NULL);
END
