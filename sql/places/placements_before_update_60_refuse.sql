CREATE TRIGGER placements_before_update_60_refuse BEFORE UPDATE ON placements FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'placements takes new rows only; place the card again by a new one')
