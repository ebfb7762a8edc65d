-- Which settings were changed in a range of time, whatever their table.
ALTER TABLE config_history ADD KEY config_history_recorded (recorded_at, id)
