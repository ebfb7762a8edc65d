-- Which member a person of an OpenID provider is. Names and addresses change there; issuer and subject do not.
CREATE TABLE identities (
  issuer        VARCHAR(255) NOT NULL,
  subject       VARCHAR(255) NOT NULL,
  member        VARCHAR(128) NOT NULL,
  group_rights  SET('may_move', 'may_edit', 'may_administrate', 'may_fast_track') NOT NULL DEFAULT ''
                COMMENT 'rights of the member that groups of the provider gave, and may take away',
  linked_at     DATETIME(6)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (issuer, subject),
  KEY identities_member (member),
  CONSTRAINT identities_of FOREIGN KEY (member) REFERENCES members (name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
