-- Deletes the items that go completely, with everything that belongs to them; their triggers skip what is done here
-- (is_being_removed). Indexes are named, because after so many deletes a server may think that a table is empty and scan it for
-- each item.
CREATE PROCEDURE remove_listed_items()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_left VARCHAR(64);

  UPDATE item_state s JOIN (
    SELECT l.to_id, COUNT(*) AS links
    FROM history_removals r STRAIGHT_JOIN item_links l FORCE INDEX (item_links_up) ON l.kind = 'dependency' AND l.item_id = r.item_id
    WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL GROUP BY l.to_id) gone ON gone.to_id = s.item_id
  SET s.dependents = s.dependents - gone.links;
  DELETE l FROM history_removals r STRAIGHT_JOIN item_links l FORCE INDEX (item_links_up)
  ON l.kind = 'dependency' AND l.item_id = r.item_id
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE l FROM history_removals r STRAIGHT_JOIN item_links l FORCE INDEX (item_links_up) ON l.kind = 'parent' AND l.item_id = r.item_id
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE d FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  STRAIGHT_JOIN dependencies d FORCE INDEX (PRIMARY) ON d.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE c FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  STRAIGHT_JOIN comments c FORCE INDEX (comments_item) ON c.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE c FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  STRAIGHT_JOIN checklist_items c FORCE INDEX (checklist_items_item) ON c.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE c FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  STRAIGHT_JOIN attachments c FORCE INDEX (attachments_item) ON c.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  DELETE s FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  STRAIGHT_JOIN subscriptions s FORCE INDEX (subscriptions_follow) ON s.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;

  -- Parts before their parents: each round deletes the items that no other item names.
  REPEAT
    DELETE w FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
    LEFT JOIN work_items part FORCE INDEX (work_items_parent) ON part.parent = w.reference
    LEFT JOIN work_items defect FORCE INDEX (work_items_defect_of) ON defect.defect_of = w.reference AND defect.id <> w.id
    WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL AND part.id IS NULL AND defect.id IS NULL;
  UNTIL ROW_COUNT() = 0 END REPEAT;
  SELECT MIN(w.reference) INTO v_left
  FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
  IF v_left IS NOT NULL THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', CONCAT(v_left, ' is named as parent or defect_of in a circle; set one of them to NULL first'));
  END IF;

  DELETE s FROM history_removals r STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = r.item_id
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL;
END
