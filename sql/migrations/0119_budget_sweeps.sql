-- What the last whole sweep of an objective went by. Without a row, or when it differs, the next sweep flags without events.
CREATE TABLE budget_sweeps (
  objective_id INT UNSIGNED NOT NULL,
  objective    DECIMAL(6, 5) NOT NULL,
  window_days  SMALLINT UNSIGNED NOT NULL,
  imported_id  BIGINT UNSIGNED NOT NULL COMMENT 'the last row of audit_log that an import had brought to the stream; 0: none',
  PRIMARY KEY (objective_id),
  CONSTRAINT budget_sweeps_objective FOREIGN KEY (objective_id) REFERENCES sla_objectives (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
