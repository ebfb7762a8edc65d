-- Switches the triggers obey. An empty value_stream is the global value, which a stream's own row overrides.
CREATE TABLE settings (
  name         VARCHAR(64) NOT NULL,
  value_stream VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'empty: global',
  value        VARCHAR(255) NOT NULL,
  PRIMARY KEY (name, value_stream)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
