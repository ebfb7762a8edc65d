-- What is being collected for a recipient: a burst (events of one topic about one queue) or a digest. due_at: when the last
-- message of it went out or the next one will. Relays lock the row before they plan a delivery, in the order of keys, so that two
-- of them never begin the same burst or digest twice. Rows of the past mean nothing; the relay deletes them.
CREATE TABLE collections (
  collection_key CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256, base64url, of what is collected for whom',
  due_at         DATETIME(6) NULL,
  delivery_id    BIGINT UNSIGNED NULL COMMENT 'of a burst the latest delivery, of a digest the carrier',
  PRIMARY KEY (collection_key),
  KEY collections_due (due_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
