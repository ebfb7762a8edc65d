-- The comments on items that are not deleted, oldest first.
CREATE VIEW item_comments AS
SELECT w.value_stream, c.reference, c.id, c.body, c.created_at, c.created_by, c.updated_at, c.updated_by
FROM comments c
JOIN work_items w ON w.reference = c.reference
WHERE w.deleted_at IS NULL
