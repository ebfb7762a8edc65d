-- A connection named here writes history: its rows in queues are neither counted, audited nor announced, and it may change
-- the kind and position of queues that have history. Only administrators can write here, and they do so inside the
-- transaction that makes counters and projections right again, so a lost connection takes the row with it.
CREATE TABLE bulk_sessions (
  connection_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (connection_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
