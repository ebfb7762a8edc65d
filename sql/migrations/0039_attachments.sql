-- Names and addresses only: the files lie elsewhere.
CREATE TABLE attachments (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference     VARCHAR(64) NOT NULL,
  name          VARCHAR(255) NOT NULL,
  address       VARCHAR(2048) NOT NULL COMMENT 'http, https, ftp, sftp, s3 or file address',
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (id),
  KEY attachments_item (reference, id),
  CONSTRAINT attachments_of FOREIGN KEY (reference) REFERENCES work_items (reference) ON UPDATE CASCADE,
  CONSTRAINT attachments_named CHECK (name <> ''),
  CONSTRAINT attachments_address_known CHECK (address REGEXP '^(https?|s?ftp|s3|file)://[^[:space:]]+$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
