-- What a person did by the board API within a day, each row written in the transaction of what it did.
CREATE TABLE idempotency_keys (
  person           VARCHAR(128) NOT NULL,
  idempotency_key  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash     BINARY(32)   NOT NULL COMMENT 'SHA-256 of method, path and body',
  answer           MEDIUMTEXT   NOT NULL COMMENT 'JSON, to be given again',
  done_at          DATETIME(6)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (person, idempotency_key),
  KEY idempotency_keys_done (done_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
