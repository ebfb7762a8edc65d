-- A subscription may be limited to one item, and go to a member: who follows an item. The member is told at their address in
-- `members`, and not of what they did themselves.
ALTER TABLE subscriptions
  ADD COLUMN reference VARCHAR(64) NULL COMMENT 'only events of this item; takes no message from anybody else',
  ADD COLUMN member    VARCHAR(128) NULL COMMENT 'instead of recipient and role: a row of members, told of what others do'
