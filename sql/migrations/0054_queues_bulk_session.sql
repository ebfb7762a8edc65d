ALTER TABLE queues
  ADD COLUMN bulk_session BIGINT UNSIGNED NULL COMMENT 'the card waits for the end of this bulk session to be counted; set by the triggers'
