-- The attachments of items that are not deleted.
CREATE VIEW item_attachments AS
SELECT w.value_stream, a.reference, a.id, a.name, a.address, a.created_at, a.created_by, a.updated_at, a.updated_by
FROM attachments a
JOIN work_items w ON w.reference = a.reference
WHERE w.deleted_at IS NULL
