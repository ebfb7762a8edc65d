-- What a bulk session has changed and its end makes right: the cards it took off, and in the end those that bear its id in
-- queues. item_id 0: the stream alone, a queue of which has another kind or position.
CREATE TABLE bulk_changes (
  session_id      BIGINT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  value_stream_id INT UNSIGNED NOT NULL,
  reference       VARCHAR(64) NOT NULL,
  removed_at      DATETIME(6) NULL COMMENT 'UTC; NULL: the card is on the board',
  last_audit_id   BIGINT UNSIGNED NULL COMMENT 'the last row of its log, looked up at the end of the session',
  PRIMARY KEY (session_id, item_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
