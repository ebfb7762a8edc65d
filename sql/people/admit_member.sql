-- SIGN_IN=local of the board API: a new name becomes a member who may move and edit. One that is known stays as it is.
CREATE PROCEDURE admit_member(IN p_name VARCHAR(255))
  SQL SECURITY DEFINER
  INSERT INTO members (name, may_move, may_edit)
  SELECT p_name, TRUE, TRUE FROM (SELECT 1 AS one) o
  WHERE NOT EXISTS (SELECT 1 FROM members WHERE name = p_name)
