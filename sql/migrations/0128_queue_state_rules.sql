-- A SET had to be widened for every new rule. The names come from sql/settings.ts.
ALTER TABLE queue_state
  MODIFY COLUMN rules_enforced VARCHAR(255) NOT NULL DEFAULT ''
    COMMENT 'the others only observe: settings enforce_*'
