-- Of an item that there is, once a member, and to one of the three. Triggers keep the member, as a CHECK may not name a column that a
-- cascade changes.
ALTER TABLE subscriptions
  ADD UNIQUE KEY subscriptions_follow (reference, member),
  ADD CONSTRAINT subscriptions_to_item FOREIGN KEY (reference) REFERENCES work_items (reference) ON UPDATE CASCADE,
  DROP CONSTRAINT subscriptions_somebody,
  ADD CONSTRAINT subscriptions_somebody CHECK ((recipient IS NOT NULL) + (role IS NOT NULL) + (member IS NOT NULL) = 1)
