-- Who is logged in, as the server says it: name@host. Nobody can set it.
CREATE FUNCTION current_login() RETURNS VARCHAR(288)
  NO SQL SQL SECURITY DEFINER
  RETURN LEFT(USER(), 288)
