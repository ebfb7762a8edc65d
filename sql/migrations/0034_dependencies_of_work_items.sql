INSERT INTO dependencies (reference, depends_on, item_id, depends_on_id)
SELECT w.reference, w.dependency, w.id, d.id FROM work_items w JOIN work_items d ON d.reference = w.dependency WHERE d.id <> w.id
