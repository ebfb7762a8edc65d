ALTER TABLE item_flow
  ADD COLUMN spell_audit_id BIGINT UNSIGNED NULL COMMENT 'the row that began its spell in item_spells; NULL: not in progress'
