-- One row per change of a setting of the board, by triggers: the state at T is the present rows with every change from T on undone,
-- newest first. Append-only. No addresses and no secrets (packages/schema/src/config-history/configuration.ts).
CREATE TABLE config_history (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  recorded_at DATETIME(6) NOT NULL COMMENT 'UTC',
  table_name  VARCHAR(64) NOT NULL,
  change_kind ENUM('begin', 'insert', 'update', 'delete') NOT NULL COMMENT 'begin: of a stream, kept from here on',
  row_key     JSON NOT NULL COMMENT 'its primary key, after the change',
  old_row     JSON NULL COMMENT 'the row before it; NULL: there was none',
  actor       VARCHAR(288) NOT NULL,
  login       VARCHAR(288) NOT NULL,
  PRIMARY KEY (id),
  KEY config_history_table (table_name, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
