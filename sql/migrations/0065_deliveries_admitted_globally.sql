-- The two rate limits are lines one behind the other: first the recipient's, then that of all messages, each taken once.
ALTER TABLE deliveries
  MODIFY COLUMN admitted_at DATETIME(6) NULL COMMENT 'its place under max_per_recipient_per_hour',
  ADD COLUMN admitted_globally_at DATETIME(6) NULL COMMENT 'its place under max_per_minute'
