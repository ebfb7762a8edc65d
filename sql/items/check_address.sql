-- Checks the address of a file: a known scheme that no browser executes. Blanks are checked separately, because some regular
-- expression engines ignore a final line break.
CREATE PROCEDURE check_address(IN p_address TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_address IS NULL OR p_address NOT REGEXP '^(https?|s?ftp|s3|file)://[^[:space:]]'
     OR p_address REGEXP '[[:space:][:cntrl:]]' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'an address begins with http, https, ftp, sftp, s3 or file:// and has no spaces');
  END IF;
END
