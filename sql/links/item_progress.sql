-- The progress of every item with parts, to any depth; nothing is stored (docs/decisions/0007). Grouped, so that a condition on
-- the reference reaches work_items, and item_parts is called once per item shown.
CREATE VIEW item_progress AS
SELECT
  reference,
  CAST(JSON_EXTRACT(parts, '$.children') AS SIGNED) AS children,
  CAST(JSON_EXTRACT(parts, '$.descendants') AS SIGNED) AS descendants,
  CAST(JSON_EXTRACT(parts, '$.leaves') AS SIGNED) AS leaves,
  CAST(JSON_EXTRACT(parts, '$.done') AS SIGNED) AS done,
  CAST(JSON_EXTRACT(parts, '$.blocked') AS SIGNED) AS blocked,
  JSON_EXTRACT(parts, '$.done') / NULLIF(CAST(JSON_EXTRACT(parts, '$.leaves') AS SIGNED), 0) AS share,
  CASE
    WHEN CAST(JSON_EXTRACT(parts, '$.leaves') AS SIGNED) = 0 THEN NULL
    WHEN CAST(JSON_EXTRACT(parts, '$.done') AS SIGNED) = CAST(JSON_EXTRACT(parts, '$.leaves') AS SIGNED) THEN 'done'
    WHEN CAST(JSON_EXTRACT(parts, '$.started') AS SIGNED) > 0 THEN 'in progress'
    ELSE 'waiting'
  END AS state
FROM (
  SELECT parent AS reference, item_parts(parent) AS parts FROM work_items WHERE parent IS NOT NULL GROUP BY parent
) p
