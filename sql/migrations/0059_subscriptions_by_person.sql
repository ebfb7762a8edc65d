-- Beside an address a subscription may name a role, of whom there may be many: each is told at the address of their row in
-- `members`. When: quiet hours and a digest by the clock of time_zone. Values are judged by triggers, which can say what is allowed.
ALTER TABLE subscriptions
  MODIFY COLUMN recipient VARCHAR(254) NULL COMMENT 'NULL: the people of the role',
  ADD COLUMN role        VARCHAR(16) NULL COMMENT 'logger, assignee (of the item an event names) or manager (of its stream)',
  ADD COLUMN assignee    VARCHAR(128) NULL COMMENT 'only events that name this assignee',
  ADD COLUMN time_zone   VARCHAR(64) NULL COMMENT 'NULL: UTC; set from the stream where none is given',
  ADD COLUMN quiet_from  TIME NULL COMMENT 'local; what falls in quiet hours waits for their end',
  ADD COLUMN quiet_until TIME NULL,
  ADD COLUMN digest      VARCHAR(16) NULL COMMENT 'hourly, or daily HH:MM: one message with all events; NULL: one a time',
  ADD CONSTRAINT subscriptions_somebody CHECK ((recipient IS NULL) <> (role IS NULL)),
  ADD CONSTRAINT subscriptions_role_known CHECK (role IN ('logger', 'assignee', 'manager')),
  ADD CONSTRAINT subscriptions_quiet_whole CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
