-- The e-mail address of the person who logged an item.
CREATE FUNCTION address_of_logger(p_reference VARCHAR(64)) RETURNS VARCHAR(288)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_logged_by VARCHAR(288);

  SELECT MAX(created_by) INTO v_logged_by FROM work_items WHERE reference = p_reference;
  RETURN address_of_member(v_logged_by);
END
