ALTER TABLE queue_state
  MODIFY COLUMN rules_enforced SET('transitions', 'blocks', 'dependencies', 'actors') NOT NULL DEFAULT ''
    COMMENT 'the others only observe: settings enforce_*'
