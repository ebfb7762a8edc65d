-- The e-mail address of who logged an item: that of the member of this name or login, else the name itself where it is one.
CREATE FUNCTION address_of_logger(p_reference VARCHAR(64)) RETURNS VARCHAR(288)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_logged_by, v_address VARCHAR(288);

  SELECT MAX(created_by) INTO v_logged_by FROM work_items WHERE reference = p_reference;
  SELECT MAX(NULLIF(email, '')) INTO v_address FROM members WHERE name = v_logged_by;
  IF v_address IS NULL THEN
    SELECT MAX(NULLIF(email, '')) INTO v_address FROM members WHERE name = SUBSTRING_INDEX(v_logged_by, '@', 1);
  END IF;
  IF v_address IS NULL AND v_logged_by REGEXP '^[^@[:space:]]+@[^@[:space:]]+[.][A-Za-z]{2,}$' THEN
    SET v_address = v_logged_by;
  END IF;
  RETURN v_address;
END
