ALTER TABLE subscriptions
  DROP CONSTRAINT subscriptions_channel_known,
  ADD CONSTRAINT subscriptions_channel_known CHECK (channel IN ('email', 'slack', 'teams', 'webhook'))
