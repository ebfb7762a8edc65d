INSERT INTO settings (name, value) VALUES ('enforce_wip_limits', 'on')
