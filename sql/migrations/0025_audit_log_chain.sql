-- Tamper evidence: chain_hash covers the row and the hash of the item's row before it. rule_notes say which rules a move went
-- past: because they only observe, or by fast track.
ALTER TABLE audit_log
  ADD COLUMN rule_notes SET('fast_track', 'over_limit', 'illegal_move', 'over_person_limit', 'blocked', 'open_dependencies') NULL,
  ADD COLUMN chain_hash BINARY(32) NULL COMMENT 'NULL only until chained: history imported set-wise'
