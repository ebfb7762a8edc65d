-- CALL place_item('A', 'before', 'B'): one INSERT, so that it is atomic, with autocommit too.
CREATE PROCEDURE place_item(IN p_reference TEXT, IN p_side TEXT, IN p_other TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_reference IS NULL OR p_other IS NULL OR CHAR_LENGTH(p_reference) > 64 OR CHAR_LENGTH(p_other) > 64 THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', 'place_item takes the references of two work items, of at most 64 characters');
  ELSEIF p_side IS NULL OR LOWER(p_side) NOT IN ('before', 'after') THEN
    CALL refuse(9116, 'INVALID_PLACE', CONCAT('a card goes before or after another one, not ', COALESCE(QUOTE(p_side), 'NULL')));
  END IF;
  INSERT INTO placements (reference, side, other) VALUES (p_reference, LOWER(p_side), p_other);
END
