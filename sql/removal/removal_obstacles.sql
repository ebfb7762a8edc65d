-- What depends on the history that this connection has listed for removal. For a whole stream: only references from outside. For
-- a batch: also later moves, blocks, links and comments on its items. Changed fields do not prevent a removal.
CREATE VIEW removal_obstacles AS
SELECT r.item_id, a.reference, IF(a.batch_id IS NULL, 'was moved since', CONCAT('goes on in batch ', a.batch_id)) AS obstacle
FROM history_removals r JOIN audit_log a ON a.item_id = r.item_id AND a.id > r.from_audit_id
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND NOT (a.batch_id <=> r.batch_id)
UNION
SELECT r.item_id, a.reference, 'was deleted for good since'
FROM history_removals r JOIN audit_log a ON a.id = r.kept_audit_id LEFT JOIN work_items w ON w.id = r.item_id
WHERE r.connection_id = CONNECTION_ID() AND w.id IS NULL
UNION
SELECT r.item_id, a.reference, 'has a log that was changed past the triggers (kanban verify)'
FROM history_removals r JOIN item_state s ON s.item_id = r.item_id JOIN audit_log a ON a.item_id = r.item_id
LEFT JOIN audit_log later ON later.item_id = a.item_id AND later.id > a.id
WHERE r.connection_id = CONNECTION_ID() AND later.id IS NULL AND NOT (s.chain_hash <=> a.chain_hash)
UNION
SELECT r.item_id, w.reference, 'has comments'
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN comments c ON c.reference = w.reference
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND r.kept_audit_id IS NULL
UNION
SELECT r.item_id, w.reference, 'has a checklist'
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN checklist_items c ON c.reference = w.reference
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND r.kept_audit_id IS NULL
UNION
SELECT r.item_id, w.reference, 'has attachments'
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN attachments c ON c.reference = w.reference
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND r.kept_audit_id IS NULL
UNION
SELECT r.item_id, b.reference, IF(b.batch_id IS NULL, 'was blocked since', CONCAT('goes on in batch ', b.batch_id))
FROM history_removals r JOIN blocked_intervals b ON b.item_id = r.item_id
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND r.kept_audit_id IS NULL AND NOT (b.batch_id <=> r.batch_id)
UNION
SELECT r.item_id, w.reference, CONCAT('waits for ', d.depends_on)
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN dependencies d ON d.item_id = r.item_id
LEFT JOIN history_removals other ON other.item_id = d.depends_on_id AND other.kept_audit_id IS NULL
WHERE r.connection_id = CONNECTION_ID() AND r.batch_id IS NOT NULL AND r.kept_audit_id IS NULL AND other.item_id IS NULL
UNION
SELECT r.item_id, d.depends_on, CONCAT('is waited for by ', d.reference)
FROM history_removals r JOIN dependencies d ON d.depends_on_id = r.item_id
LEFT JOIN history_removals other ON other.item_id = d.item_id AND other.kept_audit_id IS NULL
WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL AND other.item_id IS NULL
UNION
SELECT r.item_id, w.reference, CONCAT('is the parent of ', part.reference)
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN work_items part ON part.parent = w.reference
LEFT JOIN history_removals other ON other.item_id = part.id AND other.kept_audit_id IS NULL
WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL AND other.item_id IS NULL
UNION
SELECT r.item_id, w.reference, CONCAT('is where the defect ', defect.reference, ' was found')
FROM history_removals r JOIN work_items w ON w.id = r.item_id JOIN work_items defect ON defect.defect_of = w.reference
LEFT JOIN history_removals other ON other.item_id = defect.id AND other.kept_audit_id IS NULL
WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL AND other.item_id IS NULL
