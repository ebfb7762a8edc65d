-- Who is signed in at the board API and the pages. The id stands in the person's cookie alone.
CREATE TABLE sessions (
  id_hash       BINARY(32)   NOT NULL COMMENT 'SHA-256 of the id',
  member        VARCHAR(128) NULL COMMENT 'NULL: no member, who reads only',
  display_name  VARCHAR(128) NOT NULL COMMENT 'as the sign-in says it',
  signed_in_at  DATETIME(6)  NOT NULL COMMENT 'UTC',
  seen_at       DATETIME(6)  NOT NULL COMMENT 'UTC; noted every few minutes',
  ends_at       DATETIME(6)  NOT NULL COMMENT 'UTC; at the latest',
  PRIMARY KEY (id_hash),
  KEY sessions_member (member),
  KEY sessions_seen (seen_at),
  CONSTRAINT sessions_of FOREIGN KEY (member) REFERENCES members (name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
