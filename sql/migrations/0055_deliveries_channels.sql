-- Chat and webhooks beside mail. Their recipient is the name of an endpoint: its URL is a secret, and recipients are shown.
ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_channel_known,
  ADD CONSTRAINT deliveries_channel_known CHECK (channel IN ('email', 'slack', 'teams', 'webhook'))
