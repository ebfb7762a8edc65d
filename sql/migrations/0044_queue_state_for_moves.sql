-- Beside the counter, what a move would else look for elsewhere, a statement each.
ALTER TABLE queue_state
  ADD COLUMN position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of wip_limits',
  ADD COLUMN kind ENUM('backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped') NOT NULL DEFAULT 'active' COMMENT 'of wip_limits',
  ADD COLUMN has_transitions BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'FALSE: its stream allows every move',
  ADD COLUMN rules_enforced SET('transitions', 'blocks', 'dependencies') NOT NULL DEFAULT '' COMMENT 'the others only observe: settings enforce_*',
  ADD COLUMN counted_until DATETIME NOT NULL DEFAULT '1970-01-01 00:00:00' COMMENT 'the last quarter hour in flow_counts',
  ADD COLUMN first_rank BIGINT NOT NULL DEFAULT -9223372036854775808 COMMENT 'no card in queue_places has a smaller one'
