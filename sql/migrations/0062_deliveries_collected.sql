-- What becomes of a delivery that does not go out as a message of its own:
--
--   pending, queued → superseded   fan-out: a later event of the same burst (superseded_by) is told instead
--   sending → superseded   the notifier, at its claim: the same; or the slot is taken again; or the person unsubscribed
--   sending → pending      the notifier, at its claim: quiet hours or a rate limit, attempts as before
--   collected              of a digest: carried_by is the delivery whose message tells of it too, the carrier. It is never
--                          published itself and gets the state of its carrier when that is settled.
--
-- A carrier is an ordinary delivery, the first of its digest. It takes in others until it is claimed for the first time: from
-- then on message_id is set, so that every copy says the same. No foreign keys: rows that are settled may be pruned in any order.
ALTER TABLE deliveries
  MODIFY COLUMN state ENUM('pending', 'queued', 'sending', 'sent', 'dead', 'superseded', 'collected') NOT NULL DEFAULT 'pending',
  ADD COLUMN subscription_id   BIGINT UNSIGNED NULL COMMENT 'why; NULL: notify_email or a default recipient',
  ADD COLUMN burst_key         CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the row of collections; of those with one key only the latest is told',
  ADD COLUMN is_digest         BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'a carrier',
  ADD COLUMN carried_by        BIGINT UNSIGNED NULL,
  ADD COLUMN superseded_by     BIGINT UNSIGNED NULL COMMENT 'the delivery that told later news instead',
  ADD COLUMN superseded_reason VARCHAR(16) NULL COMMENT 'later news, slot taken, unsubscribed',
  ADD COLUMN admitted_at       DATETIME(6) NULL COMMENT 'counted by the rate limits, once; later: its place in the line',
  ADD KEY deliveries_carried (carried_by)
