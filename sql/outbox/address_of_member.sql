-- The e-mail address of a person: that of the member with this name or login, else the name itself if it is an address that
-- somebody of the board chose. NULL: none. \z, because $ also matches before a final line break.
CREATE FUNCTION address_of_member(p_name VARCHAR(288)) RETURNS VARCHAR(288)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_address VARCHAR(288);

  SELECT MAX(NULLIF(email, '')) INTO v_address FROM members WHERE name = p_name;
  IF v_address IS NULL THEN
    SELECT MAX(NULLIF(email, '')) INTO v_address FROM members WHERE name = SUBSTRING_INDEX(p_name, '@', 1);
  END IF;
  IF v_address IS NULL AND p_name REGEXP '^[^@[:space:]]+@[^@[:space:]]+[.][A-Za-z]{2,}\\z' AND is_chosen_address(p_name) THEN
    SET v_address = p_name;
  END IF;
  RETURN v_address;
END
