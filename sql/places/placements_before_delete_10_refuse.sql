CREATE TRIGGER placements_before_delete_10_refuse BEFORE DELETE ON placements FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'placements takes new rows only; place the card again by a new one')
