INSERT INTO value_streams (name) VALUES ('main')
