-- blocked_reason says both that and why. deleted_at is a soft delete: the card leaves the board with all its things, and comes
-- back when it is set to NULL. An item that others name as parent or defect_of cannot be deleted for good: SET NULL would change
-- them without a trigger, and MySQL 9.6 and newer end a delete with error 6575 once rows refer to it by two such keys of a table.
ALTER TABLE work_items
  ADD COLUMN created_at DATETIME(6) NULL COMMENT 'UTC; NULL: before this was kept', ADD COLUMN created_by VARCHAR(288) NULL,
  ADD COLUMN updated_at DATETIME(6) NULL, ADD COLUMN updated_by VARCHAR(288) NULL,
  ADD COLUMN blocked_reason VARCHAR(255) NULL COMMENT 'not NULL: the item is blocked',
  ADD COLUMN parent VARCHAR(64) NULL COMMENT 'reference of the item this one is a part of',
  ADD COLUMN defect_of VARCHAR(64) NULL COMMENT 'reference of the delivered item this defect was found in',
  ADD COLUMN deleted_at DATETIME(6) NULL COMMENT 'soft delete',
  ADD COLUMN deleted_by VARCHAR(288) NULL COMMENT 'set by the triggers',
  ADD KEY work_items_parent (parent),
  ADD KEY work_items_defect_of (defect_of),
  ADD CONSTRAINT work_items_part_of FOREIGN KEY (parent) REFERENCES work_items (reference),
  ADD CONSTRAINT work_items_found_in FOREIGN KEY (defect_of) REFERENCES work_items (reference)
