-- The checklists of items that are not deleted, numbered from 1 without gaps.
CREATE VIEW item_checklists AS
SELECT
  w.value_stream, c.reference, c.checklist,
  ROW_NUMBER() OVER (PARTITION BY c.reference, c.checklist ORDER BY c.position, c.id) AS place,
  c.id, c.label, c.is_done, c.done_at, c.done_by
FROM checklist_items c
JOIN work_items w ON w.reference = c.reference
WHERE w.deleted_at IS NULL
