-- The regular work of `kanban housekeeping` or the event scheduler: who is at it (until when, should they die), and how it went.
CREATE TABLE housekeeping_tasks (
  name             VARCHAR(64) NOT NULL,
  claimed_by       VARCHAR(288) NULL,
  claim_expires_at DATETIME(6) NULL,
  last_started_at  DATETIME(6) NULL,
  last_finished_at DATETIME(6) NULL,
  last_changes     INT UNSIGNED NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
