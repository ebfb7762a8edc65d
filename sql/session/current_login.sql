-- The login as the server knows it: name@host. No client can set it.
CREATE FUNCTION current_login() RETURNS VARCHAR(288)
  NO SQL SQL SECURITY DEFINER
  RETURN LEFT(USER(), 288)
